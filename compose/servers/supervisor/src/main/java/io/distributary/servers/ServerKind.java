package io.distributary.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of the stack, each a Java program with a class path of its own in {@code
 * compose/servers/<id>/target}, all bound to 127.0.0.1. Heaps are what 50,000 resources needed,
 * with room.
 */
public enum ServerKind {
  /** Kafka, broker and controller in one. */
  KAFKA(384, 96, List.of("port", "controller-port"), List.of()),
  /** A real mongod when there is one, else a stand-in (docs: compose/servers/mongodb). */
  MONGODB(1024, 128, List.of("port"), List.of()),
  /** HBase with its ZooKeeper, on local files; {@code port} is ZooKeeper's. */
  HBASE(
      768,
      192,
      List.of("port", "master-port", "region-server-port"),
      opened(
          "java.nio", "java.lang", "java.io", "sun.nio.ch", "java.util", "java.util.concurrent")),
  /** Neo4j Community, Bolt only. */
  NEO4J(
      1024,
      256,
      List.of("port"),
      opened("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")),
  /** Elasticsearch from the server core that Maven Central has. */
  ELASTICSEARCH(768, 192, List.of("port", "transport-port"), List.of());

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final int heapMiB;
  private final int directMiB;
  private final List<String> portNames;
  private final List<String> jvmOptions;

  ServerKind(int heapMiB, int directMiB, List<String> portNames, List<String> jvmOptions) {
    this.heapMiB = heapMiB;
    this.directMiB = directMiB;
    this.portNames = portNames;
    this.jvmOptions = jvmOptions;
  }

  /** Its name in lower case: of its module's folder, of its data folder, on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this {@link #id}. */
  public static ServerKind of(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown server '"
                        + id
                        + "'. Known: "
                        + String.join(", ", Arrays.stream(values()).map(ServerKind::id).toList())));
  }

  /**
   * The ports it needs, to be given to {@link Ports#pick}; the one that clients use is {@code
   * port}.
   */
  public List<String> portNames() {
    return portNames;
  }

  /** Whether the build under {@code root} has made what {@link #launch} needs. */
  public boolean isBuilt(Path root) {
    return Files.exists(target(root).resolve("class-path.txt"));
  }

  /** Whether it can be told to let nobody in without a password. */
  public boolean takesPassword() {
    return this == KAFKA || this == NEO4J;
  }

  /** The same without a password: it lets everybody in who reaches it. */
  public ServerLaunch launch(Path root, Path folder, Path log, Map<String, Integer> ports)
      throws IOException {
    return launch(root, folder, log, ports, Optional.empty());
  }

  /**
   * How to start it.
   *
   * @param root the project's folder, built
   * @param folder keeps the server's data; one server at a time may use it
   * @param log gets what it prints
   * @param ports one for each of {@link #portNames}
   * @param passwordFile holds the password that it asks for from now on; only where it {@link
   *     #takesPassword}
   */
  public ServerLaunch launch(
      Path root, Path folder, Path log, Map<String, Integer> ports, Optional<Path> passwordFile)
      throws IOException {
    if (passwordFile.isPresent() && !takesPassword()) {
      throw new IllegalArgumentException(id() + " cannot ask for a password");
    }
    Path data = folder.toAbsolutePath();
    Path temporary = Files.createDirectories(data.resolve("tmp"));
    JavaProgram program =
        new JavaProgram(
            classPath(root, data),
            "io.distributary.servers." + id() + ".Boot",
            options(data, temporary),
            arguments(root, data, ports, passwordFile));
    List<String> command = program.command(data.resolve("java-arguments"));
    return new ServerLaunch(id(), command, Map.of(), data, log, GRACE);
  }

  private List<Path> classPath(Path root, Path data) throws IOException {
    if (!isBuilt(root)) {
      throw new IOException(
          id()
              + " is not built: run `mvn -pl compose/servers/"
              + id()
              + " -am package` in "
              + root);
    }
    List<Path> path = new ArrayList<>();
    path.add(Files.createDirectories(data.resolve("conf"))); // HBase reads its settings from there
    path.add(target(root).resolve("classes")); // first: our configuration before that in the jars
    String jars = Files.readString(target(root).resolve("class-path.txt")).strip();
    Arrays.stream(jars.split(":")).map(Path::of).forEach(path::add);
    return path;
  }

  private List<String> options(Path data, Path temporary) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx" + heapMiB + "m",
                "-XX:MaxDirectMemorySize=" + directMiB + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + data.resolve("jvm-error.log"),
                "-XX:-UsePerfData",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary));
    options.addAll(jvmOptions);
    return options;
  }

  private List<String> arguments(
      Path root, Path data, Map<String, Integer> ports, Optional<Path> passwordFile) {
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
    if (this == ELASTICSEARCH) {
      arguments.addAll(List.of("--home", target(root).resolve("home").toString()));
    }
    for (String name : portNames) {
      arguments.addAll(List.of("--" + name, Integer.toString(port(ports, name))));
    }
    passwordFile.ifPresent(
        file -> arguments.addAll(List.of("--password-file", file.toAbsolutePath().toString())));
    return arguments;
  }

  private static int port(Map<String, Integer> ports, String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException("No port named " + name + " among " + ports.keySet());
    }
    return port;
  }

  private Path target(Path root) {
    return root.toAbsolutePath().resolve("compose/servers").resolve(id()).resolve("target");
  }

  private static List<String> opened(String... packages) {
    return Arrays.stream(packages).map(p -> "--add-opens=java.base/" + p + "=ALL-UNNAMED").toList();
  }
}
