package io.distributary.schemas;

import java.util.regex.Pattern;

/**
 * Why something was refused: a code for machines and a sentence for people. Both are constants of
 * the program; neither is ever made from data, so a reason can stand in logs, metrics and dead
 * letters.
 *
 * @param code lower-case words joined by {@code -}, 3 to 48 characters, for example {@code
 *     key-mismatch}
 * @param message one sentence
 */
public record Reason(String code, String message) {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  public Reason {
    if (code.length() < 3 || code.length() > 48 || !CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "A reason's code is 3 to 48 lower-case letters, digits and hyphens");
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
