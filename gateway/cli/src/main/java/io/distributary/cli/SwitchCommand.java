package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.control.PlanJson;
import io.distributary.schemas.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "switch",
    description = {
      "Reads another revision of a view, without a failing read in between.",
      "The same again switches back, until the older revision is dropped."
    },
    mixinStandardHelpOptions = true)
final class SwitchCommand implements Callable<Integer> {
  @Mixin private OneView view = new OneView();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      description = "Default: the one that is being built, else the newest other one.")
  private @Nullable Integer revision;

  @Override
  public Integer call() throws CommandFailedException {
    byte[] body =
        revision == null ? new byte[0] : Json.write(Map.of("revision", revision.longValue()));
    PlanJson plan = view.post("switch", body).as(PlanJson.class);
    view.say("View " + view.name() + " is read from revision " + plan.live() + ".");
    return 0;
  }
}
