package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The gateway's command line. */
@Command(
    name = "compose/distributary",
    description = "A gateway, and commands that speak to one that runs.",
    subcommands = {
      ServeCommand.class,
      StatusCommand.class,
      IngestCommand.class,
      QueryCommand.class,
      DeadLettersCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      RebuildCommand.class,
      VerifyCommand.class,
      SwitchCommand.class,
      DropCommand.class,
      LinkCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    System.exit(commandLine().execute(words));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              line.getErr()
                  .println(
                      failure instanceof CommandFailedException
                          ? failure.getMessage()
                          : failure.toString());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
