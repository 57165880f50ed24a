package io.distributary.servers.mongodb;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.Heartbeat;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs MongoDB or its stand-in: {@code --data DIR --port N}. Which one runs and why is the one line
 * of the ready file. The two keep their data in different folders. Ends upon SIGTERM.
 */
public final class Boot {
  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws IOException, InterruptedException {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    MongodBinary.Search search = MongodBinary.find(System.getenv());
    Optional<Mongod> mongod = Optional.empty();
    if (search.binary().isPresent()) {
      mongod = Mongod.start(search.binary().get(), data, port);
    }
    if (mongod.isPresent()) {
      ready(data, port, "mongod (" + search.why() + ")");
      System.exit(mongod.get().waitFor());
    }
    String why =
        search.why() + (search.binary().isPresent() ? ", which ended before it answered" : "");
    StandIn.start(data, port);
    ready(data, port, "a stand-in for MongoDB (" + why + ")");
  }

  private static void ready(Path data, int port, String whatRuns) throws IOException {
    FirstDocument.writeAndRead(port);
    System.out.println("Runs " + whatRuns);
    ReadyFile.write(data, whatRuns);
    Heartbeat.start(data, () -> FirstDocument.look(port));
  }
}
