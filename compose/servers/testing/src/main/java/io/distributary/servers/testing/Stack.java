package io.distributary.servers.testing;

import io.distributary.servers.JavaProgram;
import io.distributary.servers.ServerKind;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The shared servers as child processes, each in the care of a {@link Keeper}. */
final class Stack implements ServerSource {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path root;
  private final Path folder;
  private final Owner owner;
  private boolean allBegun;

  /**
   * @param root the project's folder
   * @param folder where the servers' state is kept; processes that share it share the servers
   */
  Stack(Path root, Path folder, Owner owner) {
    this.root = root;
    this.folder = folder;
    this.owner = owner;
  }

  static Stack ofThisBuild() {
    Path root = ProjectRoot.find();
    return new Stack(root, root.resolve("target/stack"), Owner.current());
  }

  /**
   * When Maven builds everything, all servers that are built begin with the first: the slow ones
   * start behind other work.
   */
  @Override
  public void begin(ServerKind kind) throws IOException {
    claim(kind);
    if (!allBegun && owner.buildsEverything()) {
      allBegun = true;
      for (ServerKind other : ServerKind.values()) {
        if (other.isBuilt(root)) {
          claim(other);
        }
      }
    }
  }

  @Override
  public Endpoint await(ServerKind kind) throws IOException, InterruptedException {
    begin(kind);
    StackFolder server = StackFolder.of(folder, kind);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> failure = server.failure();
      if (failure.isPresent()) {
        throw new IOException(failure.get());
      }
      Optional<Map<String, Integer>> ports = server.ports();
      if (ports.isPresent()) {
        return new Endpoint(Endpoint.LOOPBACK, ports.get());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException(
        kind.id() + " was not ready after " + PATIENCE.toSeconds() + " s; see " + server.log());
  }

  @Override
  public String log(ServerKind kind) throws IOException {
    return Files.readString(StackFolder.of(folder, kind).log());
  }

  /** Says that this owner uses the server, and has a keeper started unless one is there. */
  private void claim(ServerKind kind) throws IOException {
    StackFolder server = StackFolder.of(folder, kind);
    server.locked(
        () -> {
          server.addOwner(owner.id());
          if (server.livingKeeper().isEmpty()) {
            server.forgetKeeper();
            server.deleteAbandonedData();
            server.setKeeper(ProcessId.of(startKeeper(kind, server).toHandle()));
          }
          return server;
        });
  }

  /**
   * Inherits neither stdout nor stderr: whoever reads our output would wait for the keeper to end.
   */
  private Process startKeeper(ServerKind kind, StackFolder server) throws IOException {
    JavaProgram program =
        new JavaProgram(
            List.of(home(Keeper.class), home(ServerKind.class)),
            Keeper.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
            List.of(kind.id(), root.toString(), folder.toString()));
    File log = server.path().resolve("keeper.log").toFile();
    return new ProcessBuilder(program.command(server.path().resolve("keeper-arguments")))
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start();
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where " + type + " comes from", e);
    }
  }
}
