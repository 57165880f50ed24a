package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "pause",
    description = "Stops moving the stream into a view; it can still be read. Survives restarts.",
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {
  @Mixin private OneView view = new OneView();

  @Override
  public Integer call() throws CommandFailedException {
    view.post("pause");
    view.say(
        "View " + view.name() + " is paused. To go on: compose/distributary resume " + view.name());
    return 0;
  }
}
