package io.distributary.gateway.control;

import java.util.Objects;

/**
 * {@code GET /population}: how far the index of all patients is.
 *
 * @param ready whether they can be looked up
 * @param patients how many are in it
 * @param message what it waits for; empty for nothing
 */
public record PopulationJson(boolean ready, long patients, String position, String message)
    implements ControlDocument {
  public PopulationJson {
    message = Objects.requireNonNullElse(message, "");
  }
}
