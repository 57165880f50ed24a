package io.distributary.servers.kafka;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.Heartbeat;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Formats the storage once and runs the broker: {@code --data DIR --port N --controller-port N
 * [--password-file FILE]}. With a password nobody gets in without it (SASL/PLAIN, user {@code
 * distributary}). Ends upon SIGTERM.
 */
public final class Boot {
  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws IOException {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    Optional<Login> login = arguments.contentOf("password-file").map(Login::new);
    BrokerSettings settings =
        new BrokerSettings(data, port, arguments.port("controller-port"), login);
    Path file = settings.writeTo(data.resolve("server.properties"));
    formatOnce(data, file);
    Map<String, Object> client = login.map(Login::client).orElse(Map.of());
    Thread announcer = new Thread(() -> announce(data, port, client), "announce-ready");
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

  private static void announce(Path data, int port, Map<String, Object> client) {
    try {
      FirstTopic topic = new FirstTopic("127.0.0.1:" + port, client);
      topic.createAndAppend();
      ReadyFile.write(data, "Kafka");
      Heartbeat.start(data, topic.look());
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
