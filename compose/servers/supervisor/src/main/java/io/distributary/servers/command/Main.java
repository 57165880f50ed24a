package io.distributary.servers.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The first words {@code up}, {@code down} and {@code logs} of {@code compose/distributary}. */
@Command(
    name = "compose/distributary",
    description = "A stack on this machine: Kafka, four stores and the gateway between them.",
    mixinStandardHelpOptions = true,
    subcommands = {UpCommand.class, DownCommand.class, LogsCommand.class})
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
              err.println(sentence(failure));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    return message == null || failure instanceof RuntimeException ? failure.toString() : message;
  }
}
