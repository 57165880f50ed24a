package io.distributary.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String version = Main.class.getPackage().getImplementationVersion();
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("distributary " + (version == null ? "(not from a jar)" : version));
    }
    return 0;
  }
}
