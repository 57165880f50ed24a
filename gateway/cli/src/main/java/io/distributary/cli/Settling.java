package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.Reply;
import io.distributary.gateway.control.ViewJson;
import io.distributary.gateway.control.ViewsJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits until every view has all of the stream, and says from time to time what is missing. It
 * looks at a fixed period, also while the gateway is unreachable: whoever waits wants to know at
 * once.
 */
final class Settling {
  private static final Set<String> UNSETTLED = Set.of("CATCHING_UP", "RETRYING");
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(300);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

  private final GatewayClient gateway;
  private final PrintWriter out;
  private final Duration patience;

  Settling(GatewayClient gateway, PrintWriter out, Duration patience) {
    this.gateway = gateway;
    this.out = out;
    this.patience = patience;
  }

  void await() throws CommandFailedException, InterruptedException {
    long begun = System.nanoTime();
    long said = begun;
    for (List<String> behind = behind(); !behind.isEmpty(); behind = behind()) {
      long now = System.nanoTime();
      if (now - begun > patience.toNanos()) {
        throw new CommandFailedException("Still behind: " + String.join(", ", behind));
      }
      if (now - said > BETWEEN_LINES.toNanos()) {
        said = now;
        out.println("  behind: " + String.join(", ", behind));
        out.flush();
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
    }
  }

  private List<String> behind() throws CommandFailedException {
    try {
      Reply reply = gateway.get("/views", QUICK);
      return reply.isGood() ? behind(reply.as(ViewsJson.class)) : List.of("the gateway");
    } catch (IOException unreachable) {
      return List.of("the gateway");
    }
  }

  private static List<String> behind(ViewsJson all) {
    return all.views().stream()
        .filter(view -> !isSettled(view))
        .map(view -> view.name() + " " + missing(view))
        .toList();
  }

  /** A gateway that was started again may have no lag before it has opened its stores. */
  private static boolean isSettled(ViewJson view) {
    return hasNoLag(view) && !UNSETTLED.contains(view.state());
  }

  private static String missing(ViewJson view) {
    if (hasNoLag(view)) {
      return "(" + view.state() + ")";
    }
    return view.lag() == null ? "(lag unknown)" : view.lag().toString();
  }

  private static boolean hasNoLag(ViewJson view) {
    return Long.valueOf(0).equals(view.lag());
  }
}
