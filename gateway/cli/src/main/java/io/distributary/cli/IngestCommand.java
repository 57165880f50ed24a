package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.ingest.Ingest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ingest",
    description = {
      "Sends FHIR resources from files: Bundles of any type, NDJSON, both also gzip'ed.",
      "Each goes under its own id, so that a second run makes nothing new. References by urn:uuid and"
          + " by identifier are resolved among all the files of one call."
    },
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Target target = new Target();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders of them.")
  private List<Path> files = List.of();

  @Option(
      names = "--source",
      paramLabel = "URI",
      description = "Who the resources come from (default: ${DEFAULT-VALUE}).",
      defaultValue = "urn:distributary:ingest")
  private URI source = URI.create("urn:distributary:ingest");

  @Option(
      names = "--retry-for",
      paramLabel = "SECONDS",
      description =
          "How long to wait for a gateway that is unreachable (default: ${DEFAULT-VALUE}).",
      defaultValue = "600")
  private int retryFor = 600;

  @Override
  public Integer call() throws CommandFailedException, IOException, InterruptedException {
    if (spec != null && !source.isAbsolute()) {
      throw new ParameterException(spec.commandLine(), "--source is not a URI: " + source);
    }
    boolean terminal = System.console() != null;
    Ingest ingest =
        new Ingest(
            files,
            target.gateway(),
            source.toString(),
            Duration.ofSeconds(retryFor),
            System.out,
            System.err,
            terminal);
    return ingest.run() ? 0 : 1;
  }
}
