package io.distributary.bench;

import io.distributary.bench.match.AccuracyCommand;
import io.distributary.bench.match.MatchCommand;
import io.distributary.bench.survive.SurviveCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The first word {@code bench} of {@code compose/distributary}. */
@Command(
    name = "compose/distributary bench",
    description = "Benchmarks beside something else that does the same, in one run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FanoutCommand.class,
      ReadCommand.class,
      SurviveCommand.class,
      MatchCommand.class,
      AccuracyCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /** Ends with 0, 1 when it failed, 2 when it was called wrongly. */
  public static void main(String[] words) {
    System.exit(commandLine().execute(words));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              PrintWriter err = line.getErr();
              err.println(
                  failure instanceof BenchFailedException
                      ? failure.getMessage()
                      : failure.toString());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
