package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.Reply;
import io.distributary.cli.client.RunningStack;
import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Says what runs, and how far each view is.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Duration COUNTING = Duration.ofMinutes(2);
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J\u001b[3J";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Target target = new Target();

  @Option(names = "--json", description = "JSON, and nothing else.")
  private boolean json;

  @Option(names = "--count", description = "Ask the stores for the exact number of resources.")
  private boolean count;

  @Option(names = "--watch", description = "Again every second, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "600",
      description = "Wait until every view has all of the stream; fails after 600 or SECONDS.")
  private @Nullable Integer wait;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    if (wait != null) {
      new Settling(target.gateway(), out(), Duration.ofSeconds(wait)).await();
    }
    do {
      String text = json ? status().json() : new StatusTable(status(), count).text();
      out().println(watch && !json ? CLEAR_SCREEN + text : text);
      out().flush();
    } while (watch && paused());
    return 0;
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }

  private static boolean paused() throws InterruptedException {
    TimeUnit.SECONDS.sleep(1);
    return true;
  }

  /**
   * What runs, and how far each view is.
   *
   * @param stack empty when only a gateway's address is known
   * @param url the gateway's
   * @param views its answer; empty while it is unreachable
   * @param population its answer; empty while it is unreachable, or when it looks up no patients
   */
  record Status(
      Optional<RunningStack> stack, String url, Optional<Reply> views, Optional<Reply> population) {
    /** What the gateway says stands there as it says it, with fields that are not known here. */
    String json() throws CommandFailedException {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("gateway", views.isEmpty() ? null : gateway());
      tree.put("servers", stack.<Object>map(RunningStack::servers).orElse(Map.of()));
      tree.put(
          "views",
          views.isEmpty() ? List.of() : views.get().tree().getOrDefault("views", List.of()));
      tree.put("population", population.isEmpty() ? null : population.get().tree());
      return Json.text(tree);
    }

    private Map<String, @Nullable Object> gateway() {
      Map<String, @Nullable Object> gateway = new LinkedHashMap<>();
      gateway.put("pid", stack.map(RunningStack::gatewayPid).orElse(null));
      gateway.put("url", url);
      return gateway;
    }
  }

  private Status status() throws CommandFailedException {
    Optional<RunningStack> stack = target.stack();
    GatewayClient gateway = target.gateway();
    Optional<Reply> views = views(gateway);
    return new Status(
        stack, gateway.url(), views, views.isEmpty() ? Optional.empty() : population(gateway));
  }

  /** Empty while the gateway is unreachable, or when it looks up no patients. */
  private static Optional<Reply> population(GatewayClient gateway) {
    try {
      return Optional.of(gateway.get("/population", QUICK)).filter(Reply::isGood);
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }

  /** Empty while the gateway is unreachable. */
  private Optional<Reply> views(GatewayClient gateway) throws CommandFailedException {
    try {
      Reply reply =
          count ? gateway.get("/views?count=exact", COUNTING) : gateway.get("/views", QUICK);
      if (reply.status() == SERVICE_UNAVAILABLE) {
        return Optional.empty();
      }
      if (!reply.isGood()) {
        throw new CommandFailedException("Refused (" + reply.status() + "): " + reply.problem());
      }
      return Optional.of(reply);
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }
}
