package io.distributary.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of dead letters that were redriven.
 *
 * @param redriven how many are applied, and gone
 * @param rejected how many the view rejected again
 * @param failed every dead letter that is still there
 * @param next where to go on; null when nothing is left
 */
public record RedrivenJson(
    long redriven, long rejected, List<FailedJson> failed, @Nullable String next)
    implements ControlDocument {
  public RedrivenJson {
    failed = List.copyOf(failed);
  }

  /**
   * A dead letter that stayed.
   *
   * @param reason its code, and {@code message} the sentence
   */
  public record FailedJson(String id, String reason, String message) {}
}
