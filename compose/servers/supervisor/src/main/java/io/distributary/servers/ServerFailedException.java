package io.distributary.servers;

import java.io.IOException;
import java.util.List;

/**
 * A child ended before it was ready, or was not ready in time. The message carries the last lines
 * of its log.
 */
public final class ServerFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  ServerFailedException(String what, ServerLaunch launch, List<String> lastLines) {
    super(
        launch.name()
            + " "
            + what
            + ". Last lines of "
            + launch.log()
            + ":\n"
            + String.join("\n", lastLines));
  }
}
