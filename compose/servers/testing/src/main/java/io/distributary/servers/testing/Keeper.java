package io.distributary.servers.testing;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs one shared server for as long as one of its owners lives, and then kills it
 * and throws its data away. When the keeper itself is killed, the guard ends the server.
 */
final class Keeper {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ATTEMPTS = 3; // another stack may have taken a port in the meantime

  private final ServerKind kind;
  private final Path root;
  private final StackFolder folder;
  private final Path data;

  private Keeper(ServerKind kind, Path root, Path stack) throws IOException {
    this.kind = kind;
    this.root = root;
    this.folder = StackFolder.of(stack, kind);
    this.data = folder.data(ProcessHandle.current());
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    new Keeper(ServerKind.of(words[0]), Path.of(words[1]), Path.of(words[2])).run();
  }

  private void run() throws IOException, InterruptedException {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (keptOnce(attempt)) {
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      folder.fail(kind.id() + " cannot be started: " + e.getMessage());
      throw e;
    } finally {
      StackFolder.deleteTree(data);
    }
  }

  /** Returns false when the server ended before it was ready and another attempt may help. */
  private boolean keptOnce(int attempt) throws IOException, InterruptedException {
    StackFolder.deleteTree(data);
    Map<String, Integer> ports = Ports.pick(kind.portNames(), folder.path() + "/" + attempt);
    ServerLaunch launch = kind.launch(root, data, folder.log(), ports).withGrace(Duration.ZERO);
    try (ServerProcess server = launch.start()) {
      boolean published = false;
      while (server.isAlive()) {
        if (!published && server.isReady()) {
          folder.publish(ports);
          published = true;
        }
        if (nobodyIsLeft()) {
          server.kill();
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
      if (!published && attempt == ATTEMPTS) {
        server.awaitReady(Duration.ZERO); // throws, with the log's last lines
      }
      return published;
    }
  }

  /** Decided under the lock: nobody can come to rely on a keeper that is about to leave. */
  private boolean nobodyIsLeft() throws IOException {
    if (folder.hasLivingOwner()) {
      return false;
    }
    return folder.locked(
        () -> {
          if (folder.hasLivingOwner()) {
            return false;
          }
          folder.forgetKeeper();
          return true;
        });
  }
}
