package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.Reply;
import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "query",
    description = {
      "Asks one view in its store's own language. Reads only.",
      "  query document '{\"collection\":\"Condition\",\"filter\":{\"key\":\"Patient/p-1\"}}'",
      "  query wide-column '{\"table\":\"charts\",\"prefix\":\"Patient/p-1\"}'",
      "  query graph 'MATCH (p:Patient) RETURN p.id LIMIT 3'",
      "  query search '{\"query\":{\"match\":{\"text\":\"asthma\"}}}'"
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Target target = new Target();

  @Parameters(
      index = "0",
      paramLabel = "VIEW",
      description = "document, wide-column, graph, search")
  private String view = "";

  @Parameters(
      index = "1",
      paramLabel = "QUERY",
      description = "A JSON body; a bare Cypher statement for the graph; - reads it from stdin.")
  private String query = "";

  @Option(names = "--json", description = "The whole answer as JSON, instead of a row a line.")
  private boolean json;

  @Override
  public Integer call() throws CommandFailedException, IOException {
    String path = "/views/" + URLEncoder.encode(view, StandardCharsets.UTF_8) + "/query";
    Reply reply = target.gateway().needPost(path, body(), PATIENCE);
    if (json) {
      out().println(reply.text().strip());
    } else {
      printRows(reply.tree());
    }
    out().flush();
    return 0;
  }

  private byte[] body() throws IOException {
    String text =
        query.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : query;
    return text.stripLeading().startsWith("{")
        ? text.getBytes(StandardCharsets.UTF_8)
        : Json.write(Map.of("statement", text));
  }

  private void printRows(Map<String, @Nullable Object> answer) {
    if (answer.get("rows") instanceof List<?> rows) {
      rows.forEach(row -> out().println(Json.text(row)));
    }
    if (answer.get("aggregations") instanceof Map<?, ?> aggregations && !aggregations.isEmpty()) {
      out().println(Json.text(aggregations));
    }
    if (Boolean.TRUE.equals(answer.get("truncated")) && spec != null) {
      spec.commandLine()
          .getErr()
          .println("There are more rows than one answer may have: query." + answer.get("cap"));
    }
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }
}
