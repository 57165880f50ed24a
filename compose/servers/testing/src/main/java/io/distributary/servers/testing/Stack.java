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
  private final Owner owner;
  private boolean allBegun;

  Stack(Path root, Owner owner) {
    this.root = root;
    this.owner = owner;
  }

  static Stack ofThisBuild() {
    return new Stack(Root.find(), Owner.current());
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
    StackFolder folder = StackFolder.of(root, kind);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> failure = folder.failure();
      if (failure.isPresent()) {
        throw new IOException(failure.get());
      }
      Optional<Map<String, Integer>> ports = folder.ports();
      if (ports.isPresent()) {
        return new Endpoint(Endpoint.LOOPBACK, ports.get());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException(
        kind.id() + " was not ready after " + PATIENCE.toSeconds() + " s; see " + folder.log());
  }

  /** Says that this owner uses the server, and has a keeper started unless one is there. */
  private void claim(ServerKind kind) throws IOException {
    StackFolder folder = StackFolder.of(root, kind);
    folder.locked(
        () -> {
          folder.addOwner(owner.id());
          if (folder.livingKeeper().isEmpty()) {
            folder.forgetKeeper();
            folder.setKeeper(ProcessId.of(startKeeper(kind, folder).toHandle()));
          }
          return folder;
        });
  }

  /**
   * Inherits neither stdout nor stderr: whoever reads our output would wait for the keeper to end.
   */
  private Process startKeeper(ServerKind kind, StackFolder folder) throws IOException {
    JavaProgram program =
        new JavaProgram(
            List.of(home(Keeper.class), home(ServerKind.class)),
            Keeper.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
            List.of(kind.id(), root.toString()));
    File log = folder.path().resolve("keeper.log").toFile();
    return new ProcessBuilder(program.command(folder.path().resolve("keeper-arguments")))
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

  /**
   * The project's folder: what Maven says, else the nearest above this one that has {@code
   * compose/servers}.
   */
  static final class Root {
    private Root() {}

    static Path find() {
      String told = System.getProperty("distributary.root");
      if (told != null) {
        return Path.of(told).toAbsolutePath();
      }
      Path here = Path.of("").toAbsolutePath();
      for (Path folder = here; folder != null; folder = folder.getParent()) {
        if (Files.isDirectory(folder.resolve("compose/servers"))) {
          return folder;
        }
      }
      throw new IllegalStateException("Not within the project: " + here);
    }
  }
}
