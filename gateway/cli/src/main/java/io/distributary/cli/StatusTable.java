package io.distributary.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status as people read it. */
final class StatusTable {
  private final Map<String, @Nullable Object> status;
  private final boolean counted;

  /**
   * @param counted whether the stores were asked; else the gateway tells what it has applied since
   *     it started
   */
  StatusTable(Map<String, @Nullable Object> status, boolean counted) {
    this.status = status;
    this.counted = counted;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(gateway()).append("\n\n");
    if (status.get("servers") instanceof Map<?, ?> servers && !servers.isEmpty()) {
      text.append(servers(servers)).append("\n");
    }
    if (status.get("views") instanceof List<?> views && !views.isEmpty()) {
      text.append(views(views));
    }
    if (status.get("population") instanceof Map<?, ?> population) {
      text.append("\n").append(population(population));
    }
    return text.toString().stripTrailing();
  }

  private String gateway() {
    if (!(status.get("gateway") instanceof Map<?, ?> gateway)) {
      return "The gateway is unreachable (compose/distributary logs gateway).";
    }
    Object pid = gateway.get("pid");
    return "Gateway " + gateway.get("url") + (pid == null ? "" : " (pid " + pid + ")");
  }

  private static String servers(Map<?, ?> servers) {
    Table table = new Table("SERVER", "PORT", "PID", "");
    servers.forEach(
        (name, entry) -> {
          Map<?, ?> server = (Map<?, ?>) entry;
          table.row(
              name, server.get("port"), shown(server.get("pid"), "not running"), silence(server));
        });
    return table.text();
  }

  private static String silence(Map<?, ?> server) {
    Object since = server.get("silentSince");
    return since == null ? "" : "answers nothing since " + since;
  }

  private String views(List<?> views) {
    Table table =
        new Table(
            "VIEW", "STORE", "STATE", "LAG", counted ? "RESOURCES" : "APPLIED", "DEAD LETTERS", "");
    List<Map<?, ?>> rows = new ArrayList<>();
    views.forEach(view -> rows.add((Map<?, ?>) view));
    for (Map<?, ?> view : rows) {
      table.row(
          view.get("name"),
          view.get("type"),
          view.get("state"),
          shown(view.get("lag"), "unknown"),
          shown(view.get("resources"), "unknown"),
          view.get("deadLetters"),
          note(view));
    }
    return table.text();
  }

  private static String population(Map<?, ?> population) {
    boolean ready = Boolean.TRUE.equals(population.get("ready"));
    long patients = Long.parseLong(String.valueOf(population.get("patients")));
    String message = String.valueOf(population.get("message"));
    return String.format(
        Locale.ROOT,
        "Population: %,d patients %s%s",
        patients,
        ready ? "can be looked up." : "so far, none can be looked up yet.",
        message.isEmpty() ? "" : " " + message);
  }

  /** What the view says, else how far the revision is that is being built beside it. */
  private static Object note(Map<?, ?> view) {
    Object message = view.get("message");
    if (message != null && !message.toString().isEmpty()) {
      return message;
    }
    long live = Long.parseLong(String.valueOf(view.get("revision")));
    return view.get("revisions") instanceof List<?> revisions
        ? revisions.stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> Long.parseLong(String.valueOf(each.get("number"))) > live)
            .map(each -> "revision " + each.get("number") + " lags " + shown(each.get("lag"), "?"))
            .findFirst()
            .orElse("")
        : "";
  }

  private static Object shown(@Nullable Object value, String absent) {
    return value == null ? absent : value;
  }
}
