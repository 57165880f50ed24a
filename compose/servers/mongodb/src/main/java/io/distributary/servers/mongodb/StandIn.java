package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/** The stand-in: a wire-protocol server before an H2 store. */
final class StandIn {
  private static final int CACHE_MIB = 64;
  private static final int PAGE_BYTES = 16 * 1024;
  private static final int ACCEPT_THREADS = 1;
  private static final int WORKER_THREADS = 4;

  private StandIn() {}

  /** Returns once it listens; it is ended with this process, in order. */
  static void start(Path data, int port) throws IOException {
    Path own = Files.createDirectories(data.resolve("stand-in"));
    MongoServer server = new MongoServer(new DurableBackend(open(own.resolve("store.mv"))));
    server.bind(new InetSocketAddress("127.0.0.1", port), ACCEPT_THREADS, WORKER_THREADS);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "stop-stand-in"));
  }

  private static MVStore open(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MIB)
            .pageSplitSize(PAGE_BYTES)
            .open();
    store.setAutoCommitDelay(0); // written at the end of a command and never in the middle of one
    store.setRetentionTime(0); // freed room is used again at once, else the file grows for ever
    return store;
  }
}
