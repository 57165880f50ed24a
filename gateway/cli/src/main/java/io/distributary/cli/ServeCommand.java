package io.distributary.cli;

import io.distributary.gateway.Main;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = "Runs a gateway until it is told to end.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Its configuration (docs/configuration).")
  private @Nullable Path config;

  @Option(names = "--check-config", description = "Only says whether the configuration is right.")
  private boolean check;

  @Override
  public Integer call() {
    Main gateway = new Main(System.getenv(), System.err);
    Path file = Objects.requireNonNull(config);
    if (!check) {
      return gateway.serve(file);
    }
    int code = gateway.check(file);
    if (code == 0) {
      System.out.println("The configuration in " + file + " is right.");
    }
    return code;
  }
}
