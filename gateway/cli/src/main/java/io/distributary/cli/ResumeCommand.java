package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "resume",
    description = "Lets a view go on that was paused, or that has failed of what is mended now.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Mixin private OneView view = new OneView();

  @Override
  public Integer call() throws CommandFailedException {
    view.post("resume");
    view.say("View " + view.name() + " goes on.");
    return 0;
  }
}
