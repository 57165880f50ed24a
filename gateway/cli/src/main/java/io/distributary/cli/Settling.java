package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until every view has all of the stream, and says from time to time what is missing. It
 * looks at a fixed period, also while the gateway is away: whoever waits wants to know at once.
 */
final class Settling {
  private static final Set<Object> UNSETTLED = Set.of("CATCHING_UP", "RETRYING");
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
      return reply.isGood() ? behind(reply.tree().get("views")) : List.of("the gateway");
    } catch (IOException away) {
      return List.of("the gateway");
    }
  }

  private static List<String> behind(@Nullable Object views) {
    List<String> behind = new ArrayList<>();
    if (views instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> view && !isSettled(view)) {
          behind.add(view.get("name") + " " + missing(view));
        }
      }
    }
    return behind;
  }

  /** A gateway that was started again may have no lag before it has opened its stores. */
  private static boolean isSettled(Map<?, ?> view) {
    return hasNoLag(view) && !UNSETTLED.contains(view.get("state"));
  }

  private static Object missing(Map<?, ?> view) {
    if (hasNoLag(view)) {
      return "(" + view.get("state") + ")";
    }
    Object lag = view.get("lag");
    return lag == null ? "(lag unknown)" : lag;
  }

  private static boolean hasNoLag(Map<?, ?> view) {
    return "0".equals(String.valueOf(view.get("lag")));
  }
}
