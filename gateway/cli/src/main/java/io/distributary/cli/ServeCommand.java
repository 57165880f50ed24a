package io.distributary.cli;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  public Integer call() throws ReflectiveOperationException {
    List<String> words = new ArrayList<>(List.of("--config", String.valueOf(config)));
    if (check) {
      words.add("--check-config");
    }
    try {
      Class.forName("io.distributary.gateway.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) words.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
    return 0;
  }
}
