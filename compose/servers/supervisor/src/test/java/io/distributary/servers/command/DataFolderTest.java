package io.distributary.servers.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private static final int GATEWAY = 21_987;

  @TempDir private Path folder;
  private DataFolder data;

  @BeforeEach
  void folder() {
    data = DataFolder.of(folder.resolve("data"));
  }

  @Test
  void onlyOneStackIsUpInAFolder() throws Exception {
    try (StackLock mine = StackLock.tryAcquire(data.lock()).orElseThrow()) {
      assertThat(StackLock.tryAcquire(data.lock())).isEmpty();
      assertThat(StackLock.isHeld(data.lock())).isTrue();
      assertThat(mine).isNotNull();
    }

    assertThat(StackLock.isHeld(data.lock())).isFalse();
  }

  @Test
  void portsAreTheSameAgain() throws Exception {
    StackPorts first = StackPorts.choose(data, OptionalInt.of(GATEWAY));

    StackPorts second = StackPorts.choose(data, OptionalInt.empty());

    assertThat(second).isEqualTo(first);
    assertThat(second.gateway()).isEqualTo(GATEWAY);
    assertThat(new HashSet<>(second.byName().values())).hasSameSizeAs(second.byName().values());
  }

  @Test
  void portsThatSomebodyElseHasAreChosenAnew() throws Exception {
    StackPorts first = StackPorts.choose(data, OptionalInt.of(GATEWAY));
    int taken = first.clientPort(ServerKind.KAFKA);
    try (ServerSocket other = listen(taken)) {
      assertThat(StackPorts.choose(data, OptionalInt.empty()).byName().values())
          .doesNotContain(other.getLocalPort());
    }
  }

  @Test
  void takenGatewayPortIsRefused() throws Exception {
    try (ServerSocket other = listen(0)) {
      assertThatThrownBy(() -> StackPorts.choose(data, OptionalInt.of(other.getLocalPort())))
          .hasMessageContaining("is taken by another program")
          .hasMessageContaining("--port");
    }
  }

  @Test
  void upFileNamesOnlyProcessesThatStillRun() throws Exception {
    UpFile file = new UpFile(data);
    ProcessHandle me = ProcessHandle.current();
    file.write(
        new UpFile.Contents(
            "http://127.0.0.1:1",
            new UpFile.Running(Optional.empty(), false, Optional.empty()),
            Map.of("kafka", 2),
            Map.of("kafka", new UpFile.Running(Optional.of(me), true, Optional.empty()))));
    assertThat(file.alive()).containsExactly(me, me);

    // another process that has got the pid has another start instant
    String text = Files.readString(data.up());
    Files.writeString(data.up(), text.replaceAll("\"started\":\"[^\"]+\"", "\"started\":\"1999\""));

    assertThat(file.alive()).isEmpty();
    assertThat(text)
        .contains(
            "\"gateway\":{\"pid\":null,\"started\":null,\"ready\":false,\"silentSince\":null,")
        .contains("\"url\":\"http://127.0.0.1:1\"}")
        .contains("\"ready\":true,\"silentSince\":null,\"port\":2");
  }

  @Test
  void whatHangsIsNotReadyAndUpFileSaysSinceWhen() {
    // Given
    Instant lastAnswer = Instant.parse("2026-11-29T01:02:03Z");

    // When
    String json = new UpFile.Running(Optional.empty(), true, Optional.of(lastAnswer)).json();

    // Then
    assertThat(json).endsWith("\"ready\":false,\"silentSince\":\"2026-11-29T01:02:03Z\"");
  }

  @Test
  void foldersOfAnEarlierVersionAreTightened() throws Exception {
    // Given
    Path deep = Files.createDirectories(data.server(ServerKind.KAFKA).resolve("logs"));
    Path file = Files.writeString(deep.resolve("0.log"), "x");
    Path script = Files.writeString(deep.resolve("run.sh"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(data.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    // When
    data.tighten();

    // Then
    assertThat(modes(data.path())).allMatch(mode -> mode.endsWith("------"));
    assertThat(modes(script)).containsExactly("rwx------");
  }

  @Test
  void folderThatHoldsSomethingElseIsLeftToItsOwner() throws Exception {
    // Given
    Files.createDirectories(data.logs());
    Files.writeString(data.path().resolve("letter.txt"), "x");
    Files.setPosixFilePermissions(data.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    // When
    data.tighten();

    // Then
    assertThat(Files.getPosixFilePermissions(data.path())).hasSize(7);
    assertThat(modes(data.logs())).containsExactly("rwx------");
  }

  @Test
  void passwordIsMadeOnceAndIsNobodyElsesToRead() throws Exception {
    // Given
    Secrets secrets = new Secrets(data);

    // When
    String first = Files.readString(secrets.passwordOf(ServerKind.NEO4J)).strip();
    String kafka = Files.readString(secrets.passwordOf(ServerKind.KAFKA)).strip();

    // Then
    assertThat(first).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(kafka);
    assertThat(Files.readString(secrets.passwordOf(ServerKind.NEO4J)).strip()).isEqualTo(first);
    assertThat(modes(data.secrets())).allMatch(mode -> mode.endsWith("------"));
  }

  private static List<String> modes(Path top) throws Exception {
    try (Stream<Path> all = Files.walk(top)) {
      return all.map(DataFolderTest::mode).toList();
    }
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void deletingLeavesWhatIsNotOurs() throws Exception {
    Files.createDirectories(data.logs());
    Files.writeString(data.log("kafka"), "x");
    Files.writeString(data.path().resolve("letter.txt"), "x");

    data.delete();

    assertThat(data.path()).isDirectoryContaining("glob:**/letter.txt");
    assertThat(data.logs()).doesNotExist();
  }

  private static ServerSocket listen(int port) throws Exception {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }
}
