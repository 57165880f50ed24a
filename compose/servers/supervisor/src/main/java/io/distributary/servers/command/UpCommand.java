package io.distributary.servers.command;

import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerLaunch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = "Starts the servers and the gateway, and keeps them up until Ctrl-C or `down`.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final long OLD_PROCESSES_END_WITHIN_SECONDS = 60;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--sample", description = "Send the sample, and wait until it is in all views.")
  private boolean sample;

  @Option(
      names = "--detach",
      description =
          "Come back once it is ready; it goes on in the background (done by the script).")
  private boolean detach;

  @Option(names = "--port", description = "The gateway's port (as last time, else 8080).")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = ".distributary")
  private Path folder = Path.of(".distributary");

  @Option(
      names = "--restart-hung-after",
      paramLabel = "TIME",
      converter = PatienceConverter.class,
      description =
          "Start again what runs but has answered nothing for so long; 0 for never (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "300s")
  private Duration patience = Duration.ofSeconds(300);

  @Option(
      names = "--kafka-password",
      description =
          "Let nobody into Kafka without the password that is made for it; producers of your own"
              + " need it then.")
  private boolean kafkaPassword;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkPort();
    DataFolder data = DataFolder.of(folder);
    Files.createDirectories(data.logs());
    Optional<StackLock> lock = StackLock.tryAcquire(data.lock());
    if (lock.isEmpty()) {
      return alreadyUp(data);
    }
    try (StackLock held = lock.get()) {
      awaitOldProcesses(data);
      data.tighten();
      return up(data);
    } finally {
      out.flush();
    }
  }

  private void checkPort() {
    if (port != null && (port < 1 || port > 65_535) && spec != null) {
      throw new ParameterException(spec.commandLine(), "--port is not from 1 to 65535: " + port);
    }
  }

  private int up(DataFolder data) throws IOException, InterruptedException {
    Path root = root();
    StackPorts ports =
        StackPorts.choose(data, port == null ? OptionalInt.empty() : OptionalInt.of(port));
    GatewayFiles files = new GatewayFiles(root, data);
    files.prepare(ports, kafkaPassword);
    String url = "http://127.0.0.1:" + ports.gateway();
    GatewayProgram gateway = new GatewayProgram(data, files.classPath(), url);
    Supervisor supervisor = supervisor(root, data, ports, gateway, url);
    Introduction introduction = new Introduction(root, data, url, ports, out);
    Outcome outcome = new Outcome(data.outcome());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
    Thread introducer =
        new Thread(() -> introduce(supervisor, gateway, introduction, outcome), "introduction");
    introducer.setDaemon(true);
    introducer.start();
    boolean wasReady = supervisor.run();
    outcome.writeUnlessWritten(wasReady ? 0 : 1);
    return wasReady ? 0 : 1;
  }

  private Supervisor supervisor(
      Path root, DataFolder data, StackPorts ports, GatewayProgram gateway, String url) {
    Function<ServerKind, Child> server =
        kind ->
            new Child(
                kind.id(),
                () -> launch(kind, root, data, ports).start(),
                process -> process.isReady(),
                new FilePulse(),
                patience);
    Map<String, Integer> clientPorts =
        Arrays.stream(ServerKind.values())
            .collect(Collectors.toMap(ServerKind::id, ports::clientPort));
    return new Supervisor(
        Arrays.stream(ServerKind.values()).map(server).toList(),
        new Child(
            "gateway",
            () -> gateway.launch().start(),
            process -> gateway.isReady(),
            HttpPulse.start(gateway::isAlive),
            patience),
        url,
        clientPorts,
        new UpFile(data),
        out);
  }

  private ServerLaunch launch(ServerKind kind, Path root, DataFolder data, StackPorts ports)
      throws IOException {
    Optional<Path> password =
        kind == ServerKind.NEO4J || (kind == ServerKind.KAFKA && kafkaPassword)
            ? Optional.of(new Secrets(data).passwordOf(kind))
            : Optional.empty();
    return kind.launch(root, data.server(kind), data.log(kind.id()), ports.of(kind), password);
  }

  private void introduce(
      Supervisor supervisor, GatewayProgram gateway, Introduction introduction, Outcome outcome) {
    try {
      if (!supervisor.awaitReady()) {
        return;
      }
      boolean well = !sample || introduction.loadSample(gateway);
      introduction.print(sample && well);
      outcome.writeUnlessWritten(well ? 0 : 1);
    } catch (IOException | InterruptedException e) {
      out.println("The stack is up, but: " + e);
    }
  }

  private static void stop(Supervisor supervisor) {
    try {
      supervisor.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int alreadyUp(DataFolder data) throws IOException, InterruptedException {
    out.println("Already up in " + data.path() + ":");
    if (sample) {
      out.println("(The sample is not sent again: compose/distributary ingest compose/sample)");
    }
    out.flush();
    GatewayFiles files = new GatewayFiles(root(), data);
    new GatewayProgram(data, files.classPath(), "")
        .command("status", "--data", data.path().toString());
    return 0;
  }

  /** A supervisor that was killed leaves servers behind for the moment that their guards need. */
  private void awaitOldProcesses(DataFolder data) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OLD_PROCESSES_END_WITHIN_SECONDS);
    UpFile upFile = new UpFile(data);
    while (!upFile.alive().isEmpty()) {
      if (System.nanoTime() > end) {
        upFile.alive().forEach(ProcessHandle::destroyForcibly);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
  }
}
