package io.distributary.schemas.fhir;

import java.util.Optional;

/**
 * A coded value.
 *
 * @param path the names of the elements that lead to it, joined by a dot, for example {@code
 *     code.coding}
 * @param system the code system's URI; empty when the source named none
 */
public record Code(String path, Optional<String> system, String code, Optional<String> display) {
  /** {@code system|code}, FHIR's token form. */
  public String token() {
    return system.orElse("") + "|" + code;
  }

  /** The path alone: a code can be a diagnosis. */
  @Override
  public String toString() {
    return path;
  }
}
