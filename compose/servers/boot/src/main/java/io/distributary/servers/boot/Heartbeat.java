package io.distributary.servers.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The file {@code alive} in a server's data folder: written anew each time that a client of this
 * server, in the server's own process, got an answer to something small. Whoever started the server
 * sees by it that the server still does what it is there for.
 */
public final class Heartbeat {
  private static final long PAUSE_SECONDS = 5;

  /** Something small that only a working server can do, asked for as other clients do. */
  public interface Operation {
    /**
     * Returns once it is done; gives up after some 30 s, not sooner: a slow server is not one that
     * hangs.
     */
    void run() throws Exception;
  }

  private Heartbeat() {}

  /** Asks for the operation every {@value #PAUSE_SECONDS} s, for as long as this process runs. */
  public static void start(Path data, Operation operation) {
    Thread thread = new Thread(() -> beat(data, operation), "heartbeat");
    thread.setDaemon(true);
    thread.start();
  }

  private static void beat(Path data, Operation operation) {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        if (succeeds(operation)) {
          Files.writeString(data.resolve("alive"), Instant.now() + "\n");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      e.printStackTrace(); // no beat: who watches will see
    }
  }

  /** A failure is not told: the log of a server that hangs would be nothing else. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static boolean succeeds(Operation operation) throws InterruptedException {
    try {
      operation.run();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      return false;
    }
  }
}
