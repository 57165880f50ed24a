package io.distributary.gateway.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 4096}, {@code 64Ki}, {@code 16Mi} or {@code 1Gi}. */
public record Bytes(long count) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(Ki|Mi|Gi)?");

  public Bytes {
    if (count < 1) {
      throw new IllegalArgumentException("is not at least 1 byte");
    }
  }

  /**
   * @throws IllegalArgumentException with what is expected
   */
  public static Bytes parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("is not a number of bytes such as 4096, 64Ki or 16Mi");
    }
    String unit = m.group(2) == null ? "" : m.group(2);
    int shift =
        switch (unit) {
          case "Ki" -> 10;
          case "Mi" -> 20;
          case "Gi" -> 30;
          default -> 0;
        };
    return new Bytes(Long.parseLong(m.group(1)) << shift);
  }

  @Override
  public String toString() {
    return count % (1 << 20) == 0 ? (count >> 20) + "Mi" : Long.toString(count);
  }
}
