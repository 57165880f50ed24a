package io.distributary.cli.ingest;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings a batch home: tries again while the gateway is unreachable or cannot take it now, halves
 * what it refuses as a whole until the culprit is alone, and notes what became of each resource. As
 * every resource goes under its own id, sending one twice does no harm.
 */
final class Delivery {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
  private static final Set<Integer> NOT_NOW = Set.of(429, 502, 503, 504);
  private static final Set<Integer> NOT_HERE = Set.of(401, 403, 404, 405, 406, 415);

  private final GatewayClient gateway;
  private final Map<String, String> headers;
  private final Patience patience;
  private final Report report;
  private final AtomicReference<@Nullable String> givenUp = new AtomicReference<>();
  private volatile boolean waiting;

  /**
   * @param source of the events
   */
  Delivery(GatewayClient gateway, String source, Patience patience, Report report) {
    this.gateway = gateway;
    this.headers =
        Map.of(
            "Content-Type", "application/fhir+json",
            "Accept", "application/fhir+json",
            "Prefer", "return=minimal",
            "Distributary-Source", source);
    this.patience = patience;
    this.report = report;
  }

  /** Why there is no sense in going on; null while there is. */
  @Nullable String givenUp() {
    return givenUp.get();
  }

  /** Whether the gateway is unreachable just now. */
  boolean isWaiting() {
    return waiting;
  }

  /** Returns when all of it is settled, or when it is given up. */
  void deliver(List<Outgoing> batch) throws InterruptedException {
    List<Outgoing> left = batch;
    int failures = 0;
    while (!left.isEmpty() && givenUp.get() == null) {
      List<Outgoing> before = left;
      left = attempt(left);
      failures = left.size() < before.size() ? 0 : failures + 1;
      if (!left.isEmpty()) {
        pause(Math.max(1, failures));
      }
    }
  }

  /** What is to be sent again. */
  private List<Outgoing> attempt(List<Outgoing> batch) throws InterruptedException {
    Reply reply;
    try {
      reply = gateway.post("/fhir", Outgoing.batch(batch), headers, ANSWERS_WITHIN);
    } catch (IOException unreachable) {
      return batch;
    }
    if (NOT_NOW.contains(reply.status())) {
      return batch;
    }
    if (NOT_HERE.contains(reply.status())) {
      giveUp(gateway.url() + " does not take FHIR batches: " + reply.problem());
      return batch;
    }
    return reply.isGood() ? settle(batch, reply) : halve(batch, reply);
  }

  private void pause(int failures) throws InterruptedException {
    waiting = true;
    if (patience.isOver()) {
      giveUp(gateway.url() + " has taken nothing for " + patience.limit().toSeconds() + " seconds");
    } else {
      TimeUnit.MILLISECONDS.sleep(patience.pause(failures).toMillis());
    }
  }

  private void giveUp(String why) {
    givenUp.compareAndSet(null, why);
  }

  private List<Outgoing> halve(List<Outgoing> batch, Reply reply) throws InterruptedException {
    if (batch.size() == 1) {
      report.failed(batch.get(0).toString(), reply.problem());
      progress();
      return List.of();
    }
    int half = batch.size() / 2;
    deliver(batch.subList(0, half));
    deliver(batch.subList(half, batch.size()));
    return List.of();
  }

  private List<Outgoing> settle(List<Outgoing> batch, Reply reply) {
    List<?> responses = responses(reply);
    if (responses.size() != batch.size()) {
      giveUp(gateway.url() + " does not answer like a FHIR server");
      return batch;
    }
    List<Outgoing> again = new ArrayList<>();
    int sent = 0;
    for (int i = 0; i < batch.size(); i++) {
      Map<?, ?> response = response(responses.get(i));
      int status = status(response);
      if (status >= 200 && status < 300) {
        sent++;
      } else if (NOT_NOW.contains(status)) {
        again.add(batch.get(i));
      } else {
        report.failed(batch.get(i).toString(), why(status, response));
      }
    }
    report.sent(sent);
    if (again.size() < batch.size()) {
      progress();
    }
    return again;
  }

  private void progress() {
    patience.succeeded();
    waiting = false;
  }

  private static List<?> responses(Reply reply) {
    try {
      return reply.tree().get("entry") instanceof List<?> entries ? entries : List.of();
    } catch (CommandFailedException notJson) {
      return List.of();
    }
  }

  private static Map<?, ?> response(@Nullable Object entry) {
    return entry instanceof Map<?, ?> map && map.get("response") instanceof Map<?, ?> response
        ? response
        : Map.of();
  }

  /** FHIR's {@code "201 Created"}; 0 when there is none. */
  private static int status(Map<?, ?> response) {
    return response.get("status") instanceof String text && text.matches("[1-5][0-9]{2}( .*)?")
        ? Integer.parseInt(text.substring(0, 3))
        : 0;
  }

  private static String why(int status, Map<?, ?> response) {
    return response.get("outcome") instanceof Map<?, ?> outcome
        ? Reply.diagnostics(outcome).orElse("status " + status)
        : "status " + status;
  }
}
