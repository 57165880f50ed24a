package io.distributary.servers.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which MongoDB runs: machines without one must do, so a small program plays {@code mongod} where
 * one is needed.
 */
class MongodChoiceIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void aNameThatIsNoProgramMeansTheStandIn() throws Exception {
    // When
    try (ServerProcess server = start("/nowhere/mongod")) {
      // Then
      assertThat(server.readyMessage())
          .contains("stand-in", "/nowhere/mongod", "cannot be executed");
    }
  }

  @Test
  void aMongodThatEndsAtOnceMeansTheStandIn() throws Exception {
    // When
    try (ServerProcess server = start("/bin/false")) {
      // Then
      assertThat(server.readyMessage())
          .contains("stand-in", "/bin/false, which ended before it answered");
      assertThat(data().resolve("stand-in")).isDirectory();
    }
  }

  @Test
  void aMongodThatAnswersIsUsedWithDataOfItsOwn() throws Exception {
    // When
    try (ServerProcess server = start(mongod())) {
      // Then
      assertThat(server.readyMessage()).startsWith("mongod (");
      assertThat(data().resolve("mongod")).isNotEmptyDirectory();
      assertThat(data().resolve("stand-in")).doesNotExist();
    }
  }

  @Test
  void theProcessIdIsMongodsAndItsCrashIsTheServers() throws Exception {
    // Given
    ServerProcess server = start(mongod());
    ProcessHandle mongod = server.handle().orElseThrow();
    assertThat(mongod.info().arguments().orElseThrow()).contains(MongodProgram.class.getName());

    // When
    server.kill();

    // Then
    assertThat(mongod.isAlive()).isFalse();
    assertThat(server.onExit().join()).isEqualTo(128 + 9);
  }

  @Test
  void mongodEndsWithTheServer() throws Exception {
    // Given
    ServerProcess server = start(mongod());
    ProcessHandle mongod = server.handle().orElseThrow();

    // When
    server.stop();

    // Then
    assertThat(mongod.isAlive()).isFalse();
  }

  private ServerProcess start(String mongod) throws Exception {
    Map<String, Integer> ports = Ports.pick(ServerKind.MONGODB.portNames(), folder.toString());
    Path root = Path.of(System.getProperty("distributary.root"));
    ServerLaunch usual =
        ServerKind.MONGODB.launch(root, data(), folder.resolve("server.log"), ports);
    Map<String, String> environment = Map.of("DISTRIBUTARY_MONGOD", mongod);
    ServerProcess server =
        new ServerLaunch(
                usual.name(), usual.command(), environment, data(), usual.log(), usual.grace())
            .start();
    server.awaitReady(PATIENCE);
    return server;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String mongod() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Path.of("target/test-classes").toAbsolutePath()
            + ":"
            + Path.of("target/classes").toAbsolutePath()
            + ":"
            + Files.readString(Path.of("target/class-path.txt")).strip();
    String script =
        """
        #!/bin/sh
        exec '%s' -Xmx128m -cp '%s' '%s' "$@"
        """
            .formatted(java, classPath, MongodProgram.class.getName());
    Path file = Files.writeString(folder.resolve("mongod"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  /** Takes two of mongod's options and answers as one would. */
  static final class MongodProgram {
    private MongodProgram() {}

    public static void main(String[] words) throws Exception {
      StandIn.start(Path.of(value(words, "--dbpath=")), Integer.parseInt(value(words, "--port=")));
    }

    private static String value(String[] words, String option) {
      for (String word : words) {
        if (word.startsWith(option)) {
          return word.substring(option.length());
        }
      }
      throw new IllegalArgumentException("Missing " + option);
    }
  }
}
