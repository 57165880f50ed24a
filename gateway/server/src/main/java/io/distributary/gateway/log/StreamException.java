package io.distributary.gateway.log;

import io.distributary.schemas.Reason;
import org.jspecify.annotations.Nullable;

/** The stream cannot be used, for now or as it is. */
public final class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean halt;
  private final transient Reason reason;

  private StreamException(boolean halt, Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.halt = halt;
    this.reason = reason;
  }

  /** Kafka cannot be reached, or is slow: try again. */
  public static StreamException unreachable(@Nullable Throwable cause) {
    Reason reason =
        new Reason("kafka-unreachable", "Kafka cannot be reached or does not answer in time.");
    return new StreamException(false, reason, reason.message(), cause);
  }

  /** The failure itself when it is one of these; of everything else Kafka is the cause. */
  public static StreamException of(Throwable failure) {
    return failure instanceof StreamException known ? known : unreachable(failure);
  }

  /**
   * The stream is not as it must be: stop, and let somebody mend it.
   *
   * @param message the sentence that mends it; of names and settings, never of content
   */
  public static StreamException halt(String code, String message) {
    return new StreamException(true, new Reason(code, message), message, null);
  }

  /** Whether trying again is useless. */
  public boolean isHalt() {
    return halt;
  }

  public Reason reason() {
    return reason;
  }
}
