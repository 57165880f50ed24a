package io.distributary.servers.kafka;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Formats the storage once and runs the broker: {@code --data DIR --port N --controller-port N}.
 * Ends upon SIGTERM.
 */
public final class Boot {
  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws IOException {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    BrokerSettings settings = new BrokerSettings(data, port, arguments.port("controller-port"));
    Path file = settings.writeTo(data.resolve("server.properties"));
    formatOnce(data, file);
    Thread announcer = new Thread(() -> announce(data, port), "announce-ready");
    announcer.setDaemon(true);
    announcer.start();
    Kafka.main(
        new String[] {
          file.toString()
        }); // installs the handler of SIGTERM, waits for the end and exits
  }

  private static void formatOnce(Path data, Path settings) {
    if (Files.exists(BrokerSettings.logFolder(data).resolve("meta.properties"))) {
      return;
    }
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()};
    int status = StorageTool.execute(format, System.out);
    if (status != 0) {
      throw new IllegalStateException("Formatting the storage ended with status " + status);
    }
  }

  private static void announce(Path data, int port) {
    try {
      FirstTopic.createAndAppend("127.0.0.1:" + port);
      ReadyFile.write(data, "Kafka");
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
