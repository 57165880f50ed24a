package io.distributary.servers.testing;

import static io.distributary.servers.ServerKind.MONGODB;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.JavaProgram;
import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In this module because this server is the quickest to start; the rules are the same for all. */
class KeeperIT {
  @TempDir Path stack;

  private final List<Process> owners = new ArrayList<>();

  @AfterEach
  void endOwners() {
    owners.forEach(Process::destroyForcibly);
    await().atMost(30, SECONDS).until(() -> dataFolders().isEmpty());
  }

  @Test
  void theServerEndsAndItsDataGoesWhenItsOwnerIsKilled() throws Exception {
    // Given
    Process owner = startOwner("a");
    ProcessHandle server = server();
    ProcessHandle keeper = keeper();

    // When
    owner.destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !server.isAlive() && !keeper.isAlive());
    assertThat(dataFolders()).isEmpty();
  }

  @Test
  void aFrozenServerEndsWhenItsOwnerIsKilled() throws Exception {
    // Given
    Process owner = startOwner("a");
    ProcessHandle server = server();
    new ProcessBuilder("/bin/kill", "-STOP", Long.toString(server.pid())).start().waitFor();

    // When
    owner.destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !server.isAlive());
  }

  @Test
  void theServerEndsWhenItsKeeperIsKilled() throws Exception {
    // Given
    startOwner("a");
    ProcessHandle server = server();

    // When
    keeper().destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !server.isAlive());
    StackFolder.deleteTree(stack.resolve("mongodb"));
  }

  @Test
  void aServerIsSharedAndOutlivesTheOwnerWhoHadItStarted() throws Exception {
    // Given
    Process first = startOwner("a");
    ProcessHandle server = server();
    startOwner("b");

    // When
    first.destroyForcibly().waitFor();

    // Then
    assertThat(server()).isEqualTo(server);
    await().during(Duration.ofMillis(600)).until(server::isAlive);
  }

  private Process startOwner(String name) throws IOException {
    Path ready = stack.resolve("ready-" + name);
    JavaProgram program =
        new JavaProgram(
            Stream.of(OwnerProgram.class, Stack.class, ServerKind.class)
                .map(KeeperIT::home)
                .toList(),
            OwnerProgram.class.getName(),
            List.of("-Xmx32m", "-XX:+UseSerialGC"),
            List.of(ProjectRoot.find().toString(), stack.toString(), ready.toString()));
    Process owner =
        new ProcessBuilder(program.command(stack.resolve("arguments-" + name)))
            .redirectErrorStream(true)
            .redirectOutput(stack.resolve("owner-" + name + ".log").toFile())
            .start();
    owners.add(owner);
    await().atMost(60, SECONDS).until(() -> Files.exists(ready));
    return owner;
  }

  private static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private ProcessHandle server() throws IOException {
    Path pid = dataFolders().get(0).resolve("pid");
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  private ProcessHandle keeper() throws IOException {
    return StackFolder.of(stack, MONGODB).livingKeeper().orElseThrow().find().orElseThrow();
  }

  private List<Path> dataFolders() throws IOException {
    Path folder = stack.resolve("mongodb");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("data-")).toList();
    }
  }

  /** Uses a shared server until it is killed. */
  static final class OwnerProgram {
    private OwnerProgram() {}

    public static void main(String[] words) throws Exception {
      Stack stack = new Stack(Path.of(words[0]), Path.of(words[1]), Owner.current());
      stack.await(MONGODB);
      Files.writeString(Path.of(words[2]), "");
      Thread.currentThread().join();
    }
  }
}
