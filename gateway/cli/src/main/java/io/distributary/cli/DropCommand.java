package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "drop",
    description = "Removes a revision of a view that is not live; cancels a rebuild.",
    mixinStandardHelpOptions = true)
final class DropCommand implements Callable<Integer> {
  @Mixin private OneView view = new OneView();

  @Parameters(index = "1", paramLabel = "REVISION", description = "Its number.")
  private int revision;

  @Override
  public Integer call() throws CommandFailedException {
    view.delete("revisions/" + revision);
    view.say("Revision " + revision + " of view " + view.name() + " is being removed.");
    return 0;
  }
}
