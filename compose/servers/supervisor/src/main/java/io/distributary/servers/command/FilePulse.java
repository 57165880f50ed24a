package io.distributary.servers.command;

import io.distributary.servers.ServerProcess;
import java.time.Instant;
import java.util.Optional;

/** The pulse of a server that writes a file each time that a client of it got an answer. */
final class FilePulse implements Pulse {
  private Optional<Instant> last = Optional.empty();

  @Override
  public boolean answered(ServerProcess process) {
    Optional<Instant> now = process.lastAnswer();
    boolean anew = now.isPresent() && !now.equals(last);
    last = now;
    return anew;
  }
}
