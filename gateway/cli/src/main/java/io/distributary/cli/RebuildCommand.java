package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.control.ViewJson;
import io.distributary.gateway.control.ViewJson.RevisionJson;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rebuild",
    description = {
      "Builds a view again from the first event, beside the live one, and waits for it.",
      "A store that holds one revision only (Neo4j) is rebuilt in place: meanwhile",
      "readers see what is there so far.",
      "Ctrl-C ends the waiting, not the rebuild; the same command goes on waiting."
    },
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
  /** A fixed period: it looks how far the rebuild is. */
  private static final long BETWEEN_MS = 500;

  private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Under load the lag of a view that keeps up is seldom nothing. */
  private static final long NEARLY_NOTHING = 1_000;

  @Mixin private OneView view = new OneView();

  @Option(names = "--detach", description = "Do not wait.")
  private boolean detach;

  @Option(names = "--cancel", description = "Give up the rebuild that is under way.")
  private boolean cancel;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    ViewJson before = view.shown();
    if (cancel) {
      cancel(building(before));
      return 0;
    }
    if (building(before) == 0) {
      view.post("rebuild");
    }
    ViewJson now = view.shown();
    long number = building(now) == 0 ? now.revision() : building(now);
    view.say("Revision " + number + " of view " + view.name() + " is being built.");
    if (!detach) {
      await(number);
      sayWhatIsNext(number);
    }
    return 0;
  }

  private void cancel(long building) throws CommandFailedException {
    if (building == 0) {
      throw new CommandFailedException(
          "No revision of view " + view.name() + " is being built beside the live one.");
    }
    view.delete("revisions/" + building);
    view.say("The rebuild is given up; revision " + building + " is being removed.");
  }

  private void await(long number) throws CommandFailedException, InterruptedException {
    long said = System.nanoTime();
    for (Long lag = lag(number); lag == null || lag > NEARLY_NOTHING; lag = lag(number)) {
      if (System.nanoTime() - said > BETWEEN_LINES_NANOS) {
        said = System.nanoTime();
        view.err().println(lag == null ? "  waiting for the store" : left(lag));
        view.err().flush();
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
    }
  }

  private static String left(long lag) {
    return String.format(Locale.ROOT, "  %,d events left", lag);
  }

  private void sayWhatIsNext(long number) throws CommandFailedException {
    if (view.shown().revision() == number) {
      view.say("It has caught up, and is live.");
      return;
    }
    view.say("It has caught up. What comes next:");
    view.say("  compose/distributary verify " + view.name() + " --revision " + number);
    view.say("  compose/distributary switch " + view.name());
  }

  /** The number of the revision beside the live one that is newer and stays; 0 for none. */
  private static long building(ViewJson view) {
    return view.revisions().stream()
        .filter(each -> !each.dropping())
        .mapToLong(RevisionJson::number)
        .filter(number -> number > view.revision())
        .findFirst()
        .orElse(0);
  }

  /** Null while nobody knows. */
  private @Nullable Long lag(long number) throws CommandFailedException {
    return view.shown().revisions().stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .map(RevisionJson::lag)
        .orElse(null);
  }
}
