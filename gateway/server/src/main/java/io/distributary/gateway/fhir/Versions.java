package io.distributary.gateway.fhir;

import io.distributary.schemas.Version;
import java.util.Optional;

/** Versions in URLs. */
public final class Versions {
  private Versions() {}

  /** A version that we may have given out; anything else names none. */
  public static Optional<Version> parse(String text) {
    return text.matches("0|[1-9]\\d{0,17}|[1-8]\\d{18}")
        ? Optional.of(Version.parse(text))
        : Optional.empty();
  }
}
