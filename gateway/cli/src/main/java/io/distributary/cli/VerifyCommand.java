package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Compares a view with the stream, resource by resource, and names what differs.",
      "Ends with 0 when nothing does, or all that does is mended; with 1 else.",
      "Ctrl-C ends the waiting, not the verification; --cancel ends that."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  /** A fixed period: it looks how far the verification is. */
  private static final long BETWEEN_MS = 300;

  private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int SHOWN = 20;
  private static final List<String> KINDS = List.of("missing", "extra", "different", "stale");
  private static final List<String> JSON_FIELDS =
      List.of(
          "view",
          "checked",
          "missing",
          "extra",
          "different",
          "stale",
          "moved",
          "repaired",
          "unrepaired",
          "counts",
          "truncated",
          "revision",
          "position");

  @Mixin private OneView view = new OneView();

  @Option(names = "--repair", description = "Mend what differs.")
  private boolean repair;

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "This revision instead of the live one.")
  private @Nullable Integer revision;

  @Option(names = "--json", description = "JSON, and nothing else.")
  private boolean json;

  @Option(names = "--cancel", description = "End the verification that is under way.")
  private boolean cancel;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    if (cancel) {
      view.delete("verify");
      view.say("The verification of view " + view.name() + " is being cancelled.");
      return 0;
    }
    view.post("verify", body());
    Map<String, @Nullable Object> report = ended();
    if (!"DONE".equals(report.get("state"))) {
      throw new CommandFailedException(
          "The verification came to no end ("
              + report.get("state")
              + "). "
              + report.getOrDefault("message", ""));
    }
    view.say(json ? Json.text(shown(report)) : text(report));
    return isRight(report) ? 0 : 1;
  }

  private byte[] body() {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("repair", repair);
    if (revision != null) {
      wish.put("revision", revision);
    }
    return Json.text(wish).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Object> ended()
      throws CommandFailedException, InterruptedException {
    long said = System.nanoTime();
    Map<String, @Nullable Object> report = view.tree("verify");
    while ("RUNNING".equals(report.get("state"))) {
      if (System.nanoTime() - said > BETWEEN_LINES_NANOS) {
        said = System.nanoTime();
        view.err().println(progress(report));
        view.err().flush();
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
      report = view.tree("verify");
    }
    return report;
  }

  private static String progress(Map<String, @Nullable Object> report) {
    Map<?, ?> counts = report.get("progress") instanceof Map<?, ?> map ? map : Map.of();
    String phase = String.valueOf(report.get("phase")).toLowerCase(Locale.ROOT).replace('_', ' ');
    return String.format(
        Locale.ROOT,
        "  %s: %,d of %,d events read, %,d entries compared, %,d open",
        phase,
        number(counts.get("read")),
        number(counts.get("toRead")),
        number(counts.get("compared")),
        number(counts.get("open")));
  }

  private static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> report) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    JSON_FIELDS.forEach(field -> shown.put(field, report.get(field)));
    return shown;
  }

  private boolean isRight(Map<String, @Nullable Object> report) {
    return repair
        ? count(report, "unrepaired") == 0
        : KINDS.stream().allMatch(kind -> count(report, kind) == 0);
  }

  private String text(Map<String, @Nullable Object> report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "View %s, revision %s: %,d checked",
            view.name(),
            report.get("revision"),
            number(report.get("checked"))));
    KINDS.forEach(
        kind -> text.append(String.format(Locale.ROOT, ", %,d %s", count(report, kind), kind)));
    if (repair) {
      text.append(String.format(Locale.ROOT, "; %,d repaired", number(report.get("repaired"))));
    }
    text.append('.');
    KINDS.forEach(kind -> list(report, kind, kind, text));
    list(report, "unrepaired", "still wrong after the repair", text);
    list(report, "moved", "under more than one key, by a producer's fault", text);
    return text.toString();
  }

  private static void list(
      Map<String, @Nullable Object> report, String kind, String title, StringBuilder text) {
    if (!(report.get(kind) instanceof List<?> names) || names.isEmpty()) {
      return;
    }
    text.append("\n").append(title).append(':');
    names.stream().limit(SHOWN).forEach(name -> text.append("\n  ").append(name));
    long more = count(report, kind) - Math.min(SHOWN, names.size());
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "%n  and %,d more (--json names them)", more));
    }
  }

  /** Of all, also where not all are named. */
  private static long count(Map<String, @Nullable Object> report, String kind) {
    return report.get("counts") instanceof Map<?, ?> counts ? number(counts.get(kind)) : 0;
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : Long.parseLong(value.toString());
  }
}
