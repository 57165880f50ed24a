package io.distributary.servers.command;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one stack keeps everything that it has.
 *
 * @param path absolute
 */
record DataFolder(Path path) {
  private static final List<String> OURS =
      List.of(
          "servers",
          "gateway",
          "secrets",
          "logs",
          "run",
          "ports.json",
          "gateway.yaml",
          "build.log");

  static DataFolder of(Path given) {
    return new DataFolder(given.toAbsolutePath().normalize());
  }

  /** Held locked for as long as the stack is up. */
  Path lock() {
    return path.resolve("run/lock");
  }

  /** What runs. */
  Path up() {
    return path.resolve("run/up.json");
  }

  /** The pid of the last {@code up} and its exit code so far, once it is ready or has failed. */
  Path outcome() {
    return path.resolve("run/outcome");
  }

  /** Which ports the stack had, so that it has them again. */
  Path ports() {
    return path.resolve("ports.json");
  }

  Path gatewayConfig() {
    return path.resolve("gateway.yaml");
  }

  /** The gateway's own: a copy of its jars and of the plugins. */
  Path gateway() {
    return path.resolve("gateway");
  }

  Path server(ServerKind kind) {
    return path.resolve("servers").resolve(kind.id());
  }

  /** Passwords, made at the first start. */
  Path secrets() {
    return path.resolve("secrets");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /** Deletes all that a stack ever puts here, and the folder itself when nothing else is in it. */
  void delete() throws IOException {
    for (String name : OURS) {
      deleteTree(path.resolve(name));
    }
    if (Files.isDirectory(path) && isEmpty(path)) {
      Files.delete(path);
    }
  }

  /**
   * Takes from group and others what they may do with what a stack puts here, and with the folder
   * itself when nothing else is in it: a folder of an earlier version, or one that a copy made.
   */
  void tighten() throws IOException {
    for (String name : OURS) {
      Ownership.tighten(path.resolve(name));
    }
    if (Files.isDirectory(path) && holdsNothingElse()) {
      Ownership.tightenOne(path);
    }
  }

  private boolean holdsNothingElse() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.allMatch(entry -> OURS.contains(entry.getFileName().toString()));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, java.io.@org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
