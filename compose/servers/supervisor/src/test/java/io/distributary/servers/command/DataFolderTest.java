package io.distributary.servers.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.ServerKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
            Optional.empty(),
            Map.of("kafka", 2),
            Map.of("kafka", Optional.of(me))));
    assertThat(file.alive()).containsExactly(me, me);

    // another process that has got the pid has another start instant
    String text = Files.readString(data.up());
    Files.writeString(data.up(), text.replaceAll("\"started\":\"[^\"]+\"", "\"started\":\"1999\""));

    assertThat(file.alive()).isEmpty();
    assertThat(text)
        .contains("\"gateway\":{\"pid\":null,\"started\":null,\"url\":\"http://127.0.0.1:1\"}")
        .contains("\"port\":2");
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
