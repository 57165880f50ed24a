package io.distributary.servers.command;

import io.distributary.servers.JavaProgram;
import io.distributary.servers.ServerLaunch;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The gateway's own command line, as the supervisor uses it: to serve, and to speak to it. */
final class GatewayProgram {
  private static final String MAIN = "io.distributary.cli.Main";
  private static final Duration DRAINS_WITHIN = Duration.ofSeconds(25);
  private static final int PROBE_MILLIS = 1_000;
  private static final int PATIENCE_MILLIS = 30_000; // a slow answer is one, too

  private final DataFolder data;
  private final List<Path> classPath;
  private final String url;

  /**
   * @param url where it listens
   */
  GatewayProgram(DataFolder data, List<Path> classPath, String url) {
    this.data = data;
    this.classPath = classPath;
    this.url = url;
  }

  /** How to start the gateway as a child. */
  ServerLaunch launch() throws IOException {
    List<String> options =
        List.of(
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=192m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=" + data.gateway().resolve("jvm-error.log"),
            "-Djava.net.preferIPv4Stack=true",
            "-Dfile.encoding=UTF-8");
    List<String> words = List.of("serve", "--config", data.gatewayConfig().toString());
    JavaProgram program = new JavaProgram(classPath, MAIN, options, words);
    return new ServerLaunch(
        "gateway",
        program.command(data.gateway().resolve("java-arguments")),
        Map.of(),
        data.gateway(),
        data.log("gateway"),
        DRAINS_WITHIN);
  }

  /** Whether it says that it is ready. */
  boolean isReady() {
    return status("/readyz", PROBE_MILLIS).equals(OptionalInt.of(HttpURLConnection.HTTP_OK));
  }

  /** Whether it answers at all, whatever it says. */
  boolean isAlive() {
    return status("/livez", PATIENCE_MILLIS).isPresent();
  }

  private OptionalInt status(String path, int patienceMillis) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + path).toURL().openConnection();
      connection.setConnectTimeout(patienceMillis);
      connection.setReadTimeout(patienceMillis);
      try {
        return OptionalInt.of(connection.getResponseCode());
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return OptionalInt.empty();
    }
  }

  /** Another command of it, run to its end; prints where this process prints. */
  int command(String... words) throws IOException, InterruptedException {
    List<String> options =
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true");
    JavaProgram program = new JavaProgram(classPath, MAIN, options, List.of(words));
    List<String> line =
        new ArrayList<>(program.command(data.path().resolve("run/command-arguments")));
    Process process = new ProcessBuilder(line).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
