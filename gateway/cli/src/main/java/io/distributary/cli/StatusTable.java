package io.distributary.cli;

import io.distributary.cli.StatusCommand.Status;
import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.RunningStack;
import io.distributary.gateway.control.PopulationJson;
import io.distributary.gateway.control.ViewJson;
import io.distributary.gateway.control.ViewsJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status as people read it. */
final class StatusTable {
  private final Status status;
  private final boolean counted;

  /**
   * @param counted whether the stores were asked; else the gateway tells what it has applied since
   *     it started
   */
  StatusTable(Status status, boolean counted) {
    this.status = status;
    this.counted = counted;
  }

  String text() throws CommandFailedException {
    StringBuilder text = new StringBuilder();
    text.append(gateway()).append("\n\n");
    if (status.stack().isPresent() && !status.stack().get().servers().isEmpty()) {
      text.append(servers(status.stack().get().servers())).append("\n");
    }
    if (status.views().isPresent()) {
      text.append(views(status.views().get().as(ViewsJson.class).views()));
    }
    if (status.population().isPresent()) {
      text.append("\n").append(population(status.population().get().as(PopulationJson.class)));
    }
    return text.toString().stripTrailing();
  }

  private String gateway() {
    if (status.views().isEmpty()) {
      return "The gateway is unreachable (compose/distributary logs gateway).";
    }
    return "Gateway "
        + status.url()
        + status.stack().map(RunningStack::gatewayPid).map(pid -> " (pid " + pid + ")").orElse("");
  }

  private static String servers(Map<String, Map<String, @Nullable Object>> servers) {
    Table table = new Table("SERVER", "PORT", "PID", "");
    servers.forEach(
        (name, server) ->
            table.row(
                name,
                server.get("port"),
                shown(server.get("pid"), "not running"),
                silence(server)));
    return table.text();
  }

  private static String silence(Map<?, ?> server) {
    Object since = server.get("silentSince");
    return since == null ? "" : "answers nothing since " + since;
  }

  private String views(List<ViewJson> views) {
    if (views.isEmpty()) {
      return "";
    }
    Table table =
        new Table(
            "VIEW", "STORE", "STATE", "LAG", counted ? "RESOURCES" : "APPLIED", "DEAD LETTERS", "");
    for (ViewJson view : views) {
      table.row(
          view.name(),
          view.type(),
          view.state(),
          shown(view.lag(), "unknown"),
          shown(view.resources(), "unknown"),
          view.deadLetters(),
          note(view));
    }
    return table.text();
  }

  private static String population(PopulationJson population) {
    return String.format(
        Locale.ROOT,
        "Population: %,d patients %s%s",
        population.patients(),
        population.ready() ? "can be looked up." : "so far, none can be looked up yet.",
        population.message().isEmpty() ? "" : " " + population.message());
  }

  /** What the view says, else how far the revision is that is being built beside it. */
  private static String note(ViewJson view) {
    if (!view.message().isEmpty()) {
      return view.message();
    }
    return view.revisions().stream()
        .filter(each -> each.number() > view.revision())
        .map(each -> "revision " + each.number() + " lags " + shown(each.lag(), "?"))
        .findFirst()
        .orElse("");
  }

  private static Object shown(@Nullable Object value, String absent) {
    return value == null ? absent : value;
  }
}
