package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.control.ControlCodec;
import io.distributary.gateway.control.VerificationJson;
import io.distributary.gateway.control.VerificationJson.CountsJson;
import io.distributary.gateway.control.VerificationJson.ProgressJson;
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
      "Ends with 0 when nothing does, or all that does is repaired; with 1 else.",
      "Ctrl-C ends the waiting, not the verification; --cancel ends that."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  /** A fixed period: it looks how far the verification is. */
  private static final long BETWEEN_MS = 300;

  private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int SHOWN = 20;

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
    VerificationJson report = ended();
    if (!"DONE".equals(report.state())) {
      throw new CommandFailedException(
          "The verification came to no end (" + report.state() + "). " + report.message());
    }
    view.say(json ? json(report) : text(report));
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

  private VerificationJson ended() throws CommandFailedException, InterruptedException {
    long said = System.nanoTime();
    VerificationJson report = report();
    while ("RUNNING".equals(report.state())) {
      if (System.nanoTime() - said > BETWEEN_LINES_NANOS) {
        said = System.nanoTime();
        view.err().println(progress(report));
        view.err().flush();
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
      report = report();
    }
    return report;
  }

  private VerificationJson report() throws CommandFailedException {
    return view.get("verify").as(VerificationJson.class);
  }

  private static String progress(VerificationJson report) {
    ProgressJson counts = report.progress();
    return String.format(
        Locale.ROOT,
        "  %s: %,d of %,d events read, %,d entries compared, %,d open",
        report.phase().toLowerCase(Locale.ROOT).replace('_', ' '),
        counts.read(),
        counts.toRead(),
        counts.compared(),
        counts.open());
  }

  private static String json(VerificationJson report) {
    return new String(ControlCodec.write(report.findings()), StandardCharsets.UTF_8);
  }

  private boolean isRight(VerificationJson report) {
    CountsJson counts = report.counts();
    return repair
        ? counts.unrepaired() == 0
        : counts.missing() + counts.extra() + counts.different() + counts.stale() == 0;
  }

  private String text(VerificationJson report) {
    CountsJson counts = report.counts();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "View %s, revision %d: %,d checked, %,d missing, %,d extra, %,d different, %,d stale",
            view.name(),
            report.revision(),
            report.checked(),
            counts.missing(),
            counts.extra(),
            counts.different(),
            counts.stale()));
    if (repair) {
      text.append(String.format(Locale.ROOT, "; %,d repaired", report.repaired()));
    }
    text.append('.');
    list("missing", report.missing(), counts.missing(), text);
    list("extra", report.extra(), counts.extra(), text);
    list("different", report.different(), counts.different(), text);
    list("stale", report.stale(), counts.stale(), text);
    list("still wrong after the repair", report.unrepaired(), counts.unrepaired(), text);
    list("under more than one key, by a producer's fault", report.moved(), counts.moved(), text);
    return text.toString();
  }

  /**
   * @param count of all, also where not all are named
   */
  private static void list(String title, List<String> names, long count, StringBuilder text) {
    if (names.isEmpty()) {
      return;
    }
    text.append("\n").append(title).append(':');
    names.stream().limit(SHOWN).forEach(name -> text.append("\n  ").append(name));
    long more = count - Math.min(SHOWN, names.size());
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "%n  and %,d more (--json names them)", more));
    }
  }
}
