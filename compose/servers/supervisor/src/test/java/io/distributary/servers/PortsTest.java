package io.distributary.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final List<String> NAMES = List.of("port", "other-port");

  @Test
  void theSameSeedGivesTheSamePortsInTheRange() {
    // When
    Map<String, Integer> first = Ports.pick(NAMES, "/home/a/distributary");
    Map<String, Integer> second = Ports.pick(NAMES, "/home/a/distributary");

    // Then
    assertThat(first).isEqualTo(second).containsOnlyKeys(NAMES);
    assertThat(first.values())
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 20_000 && port < 32_000);
  }

  @Test
  void aTakenPortIsPassedOver() throws Exception {
    // Given
    Map<String, Integer> free = Ports.pick(NAMES, "/home/b/distributary");

    // When
    Map<String, Integer> others;
    try (ServerSocket taken =
        new ServerSocket(free.get("port"), 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
      others = Ports.pick(NAMES, "/home/b/distributary");
    }

    // Then
    assertThat(others.values()).doesNotContain(free.get("port"));
  }

  @Test
  void neighbouringFoldersGetPortsFarApart() {
    // When
    int a = Ports.pick(NAMES, "/work/a").get("port");
    int b = Ports.pick(NAMES, "/work/b").get("port");

    // Then
    assertThat(Math.abs(a - b)).isGreaterThan(10);
  }
}
