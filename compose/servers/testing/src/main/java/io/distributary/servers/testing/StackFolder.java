package io.distributary.servers.testing;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What users and keeper of one shared server tell each other, in {@code
 * <root>/target/stack/<server>/}: {@code lock}, held while anybody changes the rest; {@code
 * owners/}, a file for each process on whose behalf the server runs; {@code keeper}, the process
 * that keeps it; {@code ports} once it is ready, {@code failure} when it cannot start; {@code
 * data-*}, the servers' folders.
 */
record StackFolder(Path path) {
  private static final String DATA = "data-";

  /**
   * The folder of one server, made if it is missing.
   *
   * @param stack the folder of all shared servers
   */
  static StackFolder of(Path stack, ServerKind kind) throws IOException {
    Path path = stack.toAbsolutePath().resolve(kind.id());
    Files.createDirectories(path.resolve("owners"));
    return new StackFolder(path);
  }

  /** What is done while nobody else may change the folder. */
  interface Exclusive<T> {
    T run() throws IOException;
  }

  <T> T locked(Exclusive<T> action) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      return action.run();
    }
  }

  void addOwner(ProcessId owner) throws IOException {
    Files.writeString(path.resolve("owners").resolve(owner.text()), "");
  }

  boolean hasLivingOwner() throws IOException {
    try (Stream<Path> owners = Files.list(path.resolve("owners"))) {
      return owners
          .map(file -> ProcessId.parse(file.getFileName().toString()))
          .anyMatch(ProcessId::isAlive);
    } catch (NoSuchFileException cleaned) {
      return false;
    }
  }

  void setKeeper(ProcessId keeper) throws IOException {
    Files.writeString(path.resolve("keeper"), keeper.text());
  }

  Optional<ProcessId> livingKeeper() throws IOException {
    return read("keeper").map(ProcessId::parse).filter(ProcessId::isAlive);
  }

  void publish(Map<String, Integer> ports) throws IOException {
    Properties properties = new Properties();
    ports.forEach((name, port) -> properties.setProperty(name, port.toString()));
    Path fresh = path.resolve("ports.new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      properties.store(writer, null);
    }
    Files.move(fresh, path.resolve("ports"), StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<Map<String, Integer>> ports() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path.resolve("ports"))) {
      properties.load(reader);
    } catch (NoSuchFileException notReady) {
      return Optional.empty();
    }
    Map<String, Integer> ports = new LinkedHashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> ports.put(name, Integer.valueOf(properties.getProperty(name))));
    return Optional.of(ports);
  }

  void fail(String why) throws IOException {
    Files.writeString(path.resolve("failure"), why);
  }

  Optional<String> failure() throws IOException {
    return read("failure");
  }

  Path log() {
    return path.resolve("server.log");
  }

  /** A keeper's own: a successor may start while it still clears up. */
  Path data(ProcessHandle keeper) {
    return path.resolve(DATA + keeper.pid());
  }

  /** Forgets a keeper that is gone, and what it left. */
  void forgetKeeper() throws IOException {
    for (String file : List.of("keeper", "ports", "failure")) {
      Files.deleteIfExists(path.resolve(file));
    }
  }

  /** What keepers left that had no time to clear up: Ctrl-C reaches them too. */
  void deleteAbandonedData() throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.list(path)) {
      folders = files.filter(file -> file.getFileName().toString().startsWith(DATA)).toList();
    }
    for (Path folder : folders) {
      long keeper = Long.parseLong(folder.getFileName().toString().substring(DATA.length()));
      if (ProcessHandle.of(keeper).isEmpty()) {
        deleteTree(folder);
      }
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(folder)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private Optional<String> read(String file) throws IOException {
    try {
      return Optional.of(Files.readString(path.resolve(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }
}
