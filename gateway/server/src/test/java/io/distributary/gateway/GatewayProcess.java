package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.JavaProgram;
import io.distributary.servers.Ports;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A gateway in a process of its own, that can be killed, frozen, told to end, and started again.
 */
final class GatewayProcess extends GatewayClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** FAULTS row 18: after SIGTERM; SIGKILL comes then. */
  private static final Duration DRAINS_WITHIN = Duration.ofSeconds(25);

  private final int port;
  private final ServerLaunch launch;
  private ServerProcess process;

  /**
   * Starts it.
   *
   * @param folder its own
   * @param config file of its configuration; the port is another one
   */
  GatewayProcess(Path folder, Path config) throws IOException {
    this.port = Ports.pick(List.of("gateway"), folder.toString()).get("gateway");
    JavaProgram program =
        new JavaProgram(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList(),
            GatewayProcess.class.getName(),
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
            List.of(config.toString()));
    this.launch =
        new ServerLaunch(
            "gateway",
            program.command(folder.resolve("java-arguments")),
            Map.of("DISTRIBUTARY_HTTP_PORT", Integer.toString(port)),
            folder,
            folder.resolve("gateway.log"),
            DRAINS_WITHIN);
    this.process = launch.start();
  }

  /** What {@code serve} does. */
  public static void main(String[] arguments) {
    System.exit(new Main(System.getenv(), System.err).serve(Path.of(arguments[0])));
  }

  @Override
  int port() {
    return port;
  }

  void awaitReady() {
    await().atMost(PATIENCE).until(this::isReady);
  }

  boolean isReady() throws IOException, InterruptedException {
    assertThat(process.isAlive()).as(() -> "The gateway has ended: " + lastLines()).isTrue();
    return answers("/readyz");
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      return get(path).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** SIGKILL; waits until it is gone. */
  void kill() throws IOException, InterruptedException {
    process.kill();
  }

  /** SIGTERM; does not wait. */
  void terminate() throws IOException {
    process.requestStop();
  }

  /**
   * Waits until it is gone.
   *
   * @return the exit status, 128 + 9 when it did not drain in time
   */
  int awaitEnd() {
    return process.onExit().join();
  }

  /** After it has ended; does not wait until it is ready. */
  void restart() throws IOException {
    process = launch.start();
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.handle().orElseThrow().pid());
    assertThat(new ProcessBuilder("/bin/kill", "-" + name, pid).inheritIO().start().waitFor())
        .isZero();
  }

  String lastLines() {
    try {
      return String.join("\n", process.lastLines(20));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.kill();
  }
}
