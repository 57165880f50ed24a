package io.distributary.gateway.log;

import io.distributary.schemas.Reason;
import java.util.Optional;

/** Whether the log is still as it must be. */
public interface LogHealth {
  /** Why the log must not be used, with the sentence that mends it; empty when all is well. */
  Optional<StreamException> halt();

  /** What an operator should know although everything goes on. */
  Optional<Reason> warning();

  /** Tells when the log can no longer be used, and when it can be again. */
  void onChange(Runnable listener);
}
