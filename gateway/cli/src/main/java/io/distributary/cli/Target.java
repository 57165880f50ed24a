package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.RunningStack;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which gateway a command speaks to. */
final class Target {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of a stack that `up` started (default: ${DEFAULT-VALUE}).",
      defaultValue = ".distributary")
  private Path data = Path.of(".distributary");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A gateway's address, instead of --data.")
  private @Nullable URI url;

  /** The stack; empty when only an address was given. */
  Optional<RunningStack> stack() throws CommandFailedException {
    return url == null ? Optional.of(RunningStack.in(data)) : Optional.empty();
  }

  GatewayClient gateway() throws CommandFailedException {
    return new GatewayClient(url == null ? RunningStack.in(data).gatewayUrl() : checked(url));
  }

  private URI checked(URI address) {
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (command != null && (!http || address.getHost() == null)) {
      throw new ParameterException(
          command.commandLine(), "--url is not of the form http://host:port: " + address);
    }
    return address;
  }
}
