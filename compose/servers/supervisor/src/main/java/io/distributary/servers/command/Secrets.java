package io.distributary.servers.command;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The passwords of this stack's servers, each in a file of its own that only its owner reads. They
 * are made at the first start, and stay.
 */
final class Secrets {
  private static final int BYTES = 24;

  private final Path folder;

  Secrets(DataFolder data) {
    this.folder = data.secrets();
  }

  /**
   * The file with a server's password: letters, digits, {@code -} and {@code _}, and a line end.
   */
  Path passwordOf(ServerKind kind) throws IOException {
    Path file = folder.resolve(kind.id() + "-password");
    if (!Files.exists(file)) {
      write(file, random());
    }
    return file;
  }

  /** The same as a file of Kafka's: a property that its clients look up. */
  Path kafkaClient() throws IOException {
    String password = Files.readString(passwordOf(ServerKind.KAFKA)).strip();
    Path file = folder.resolve("kafka-client.properties");
    write(
        file,
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"distributary\" password=\""
            + password
            + "\";");
    return file;
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(folder);
    Ownership.tightenOne(folder);
    AtomicFile.write(file, text + "\n");
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
