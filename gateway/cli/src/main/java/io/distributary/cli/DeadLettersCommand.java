package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.Reply;
import io.distributary.gateway.control.DeadLetterJson;
import io.distributary.gateway.control.DeadLettersJson;
import io.distributary.schemas.json.Json;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description = "Events that a view rejected, with the reason.",
    mixinStandardHelpOptions = true)
final class DeadLettersCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say list or show.");
    }
  }

  @Command(description = "All of them.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Target target,
      @Option(names = "--view", paramLabel = "VIEW", description = "Of this view only.")
          @Nullable String view,
      @Option(names = "--json", description = "A JSON array, and nothing else.") boolean json)
      throws CommandFailedException {
    String path = "/dead-letters" + (view == null ? "" : "?view=" + encoded(view));
    Reply reply = target.gateway().need(path, PATIENCE);
    if (json) {
      out().println(Json.text(reply.tree().getOrDefault("deadLetters", List.of())));
    } else {
      out().print(text(reply.as(DeadLettersJson.class).deadLetters()));
    }
    out().flush();
    return 0;
  }

  @Command(description = "One of them.", mixinStandardHelpOptions = true)
  int show(
      @Mixin Target target,
      @Parameters(paramLabel = "ID", description = "As `list` shows it.") String id,
      @Option(names = "--json", description = "JSON, and nothing else.") boolean json)
      throws CommandFailedException {
    Map<String, @Nullable Object> letter =
        target.gateway().need("/dead-letters/" + encoded(id), PATIENCE).tree();
    if (json) {
      out().println(Json.text(letter));
    } else {
      Table table = new Table("FIELD", "VALUE");
      letter.forEach(table::row);
      out().print(table.text());
    }
    out().flush();
    return 0;
  }

  private static String text(List<DeadLetterJson> letters) {
    if (letters.isEmpty()) {
      return "No dead letters.\n";
    }
    Table table = new Table("ID", "SUBJECT", "REASON", "AT", "");
    for (DeadLetterJson letter : letters) {
      table.row(
          letter.id(),
          letter.subject(),
          letter.reason(),
          letter.at(),
          letter.superseded() ? "superseded" : "");
    }
    return table.text();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }
}
