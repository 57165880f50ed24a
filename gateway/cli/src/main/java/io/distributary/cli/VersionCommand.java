package io.distributary.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  private static final String POM = "/META-INF/maven/io.distributary/gateway-cli/pom.properties";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      spec.commandLine().getOut().println("distributary " + version());
    }
    return 0;
  }

  /** Maven notes it in the jar. */
  private static String version() throws IOException {
    try (InputStream in = VersionCommand.class.getResourceAsStream(POM)) {
      Properties pom = new Properties();
      if (in != null) {
        pom.load(in);
      }
      return pom.getProperty("version", "(not from a jar)");
    }
  }
}
