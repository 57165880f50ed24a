package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
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
    Map<String, @Nullable Object> before = view.tree();
    if (cancel) {
      cancel(building(before));
      return 0;
    }
    if (building(before) == 0) {
      view.post("rebuild");
    }
    Map<String, @Nullable Object> now = view.tree();
    long number = building(now) == 0 ? live(now) : building(now);
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
    if (live(view.tree()) == number) {
      view.say("It has caught up, and is live.");
      return;
    }
    view.say("It has caught up. What comes next:");
    view.say("  compose/distributary verify " + view.name() + " --revision " + number);
    view.say("  compose/distributary switch " + view.name());
  }

  private static long live(Map<String, @Nullable Object> tree) {
    return number(tree.get("revision"));
  }

  /** The number of the revision beside the live one that is newer and stays; 0 for none. */
  private static long building(Map<String, @Nullable Object> tree) {
    return revisions(tree).stream()
        .filter(each -> !Boolean.TRUE.equals(each.get("dropping")))
        .mapToLong(each -> number(each.get("number")))
        .filter(number -> number > live(tree))
        .findFirst()
        .orElse(0);
  }

  /** Null while nobody knows. */
  private @Nullable Long lag(long number) throws CommandFailedException {
    return revisions(view.tree()).stream()
        .filter(each -> number(each.get("number")) == number)
        .findFirst()
        .map(each -> each.get("lag"))
        .map(RebuildCommand::number)
        .orElse(null);
  }

  private static List<Map<?, ?>> revisions(Map<String, @Nullable Object> tree) {
    return tree.get("revisions") instanceof List<?> list
        ? list.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
        : List.of();
  }

  private static long number(@Nullable Object value) {
    return Long.parseLong(String.valueOf(value));
  }
}
