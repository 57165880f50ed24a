package io.distributary.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardIT {
  private static final String SLEEPS = "exec sleep 300";
  private static final String IGNORES_TERM = "trap '' TERM; while :; do sleep 300; done";

  @TempDir Path folder;

  @Test
  void theChildEndsWhenItsParentIsKilled() throws Exception {
    // Given
    Process parent = ParentProgram.start(folder);
    ProcessHandle child = child();

    // When
    parent.destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !child.isAlive());
  }

  @Test
  void aFrozenChildEndsWhenItsParentIsKilled() throws Exception {
    // Given
    Process parent = ParentProgram.start(folder);
    ProcessHandle child = child();
    signal("STOP", child);

    // When
    parent.destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !child.isAlive());
  }

  @Test
  void aChildThatIgnoresTermIsKilledAfterTheGraceTime() throws Exception {
    // Given
    ServerProcess process = launch(IGNORES_TERM, 1).start();
    ProcessHandle child = child();

    // When
    process.stop();

    // Then
    assertThat(child.isAlive()).isFalse();
    assertThat(process.onExit().join()).isEqualTo(128 + 9);
  }

  @Test
  void aChildThatEndsInTimeIsNotKilled() throws Exception {
    // Given
    String exitsInOrder = "trap 'exit 7' TERM; touch ready; while :; do sleep 0.1; done";
    ServerProcess process = launch(exitsInOrder, 30).start();
    process.awaitReady(Duration.ofSeconds(30));

    // When
    process.stop();

    // Then
    assertThat(process.onExit().join()).isEqualTo(7);
  }

  @Test
  void theTerminalsInterruptDoesNotReachTheChild() throws Exception {
    // Given
    ServerProcess process = launch(SLEEPS, 1).start();
    ProcessHandle child = child();
    ProcessHandle guard = child.parent().orElseThrow();

    // When
    signal("INT", guard);
    signal("INT", child);
    signal("HUP", guard);
    signal("HUP", child);

    // Then
    await().during(Duration.ofMillis(300)).until(() -> guard.isAlive() && child.isAlive());
    process.stop();
  }

  @Test
  void aKilledGuardDoesNotLeaveItsChildBehind() throws Exception {
    // Given
    ServerProcess process = launch(SLEEPS, 30).start();
    ProcessHandle child = child();

    // When
    child.parent().orElseThrow().destroyForcibly();

    // Then
    await().atMost(30, SECONDS).until(() -> !process.isAlive());
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void anEndBeforeReadinessIsToldWithTheLastLinesOfTheLog() throws Exception {
    // Given
    String fails = "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line $i; done; exit 3";
    ServerProcess process = launch(fails, 1).start();

    // When, Then
    assertThatThrownBy(() -> process.awaitReady(Duration.ofSeconds(30)))
        .isInstanceOf(ServerFailedException.class)
        .hasMessageContainingAll("test ended with status 3", "line 61\n", "line 100")
        .message()
        .doesNotContain("line 60\n");
  }

  @Test
  void aReadyFileOfAnEarlierRunDoesNotCount() throws Exception {
    // Given
    Files.writeString(folder.resolve("ready"), "stale");

    // When
    ServerProcess process = launch(SLEEPS, 0).start();

    // Then
    assertThat(process.isReady()).isFalse();
    process.stop();
  }

  private ServerLaunch launch(String script, int graceSeconds) {
    return ParentProgram.launch(folder, script, graceSeconds);
  }

  private ProcessHandle child() {
    Path pid = folder.resolve("pid");
    await().atMost(30, SECONDS).until(() -> Files.exists(pid));
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    List<String> kill = List.of("/bin/kill", "-" + name, Long.toString(process.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  /** Starts a child and waits to be killed. */
  static final class ParentProgram {
    private ParentProgram() {}

    static Process start(Path folder) throws IOException {
      List<Path> classPath =
          List.of(Path.of("target/classes"), Path.of("target/test-classes")).stream()
              .map(Path::toAbsolutePath)
              .toList();
      JavaProgram program =
          new JavaProgram(
              classPath,
              ParentProgram.class.getName(),
              List.of("-Xmx32m", "-XX:+UseSerialGC"),
              List.of(folder.toString()));
      return new ProcessBuilder(program.command(folder.resolve("parent-arguments")))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("parent.log").toFile())
          .start();
    }

    static ServerLaunch launch(Path folder, String script, int graceSeconds) {
      return new ServerLaunch(
          "test",
          List.of("/bin/sh", "-c", script),
          Map.of(),
          folder,
          folder.resolve("test.log"),
          Duration.ofSeconds(graceSeconds));
    }

    public static void main(String[] words) throws Exception {
      launch(Path.of(words[0]), SLEEPS, 1).start().onExit().join();
    }
  }
}
