package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.deadletter.TopicDeadLetters;
import io.distributary.gateway.log.EventLog;
import io.distributary.gateway.log.KafkaEventLog;
import io.distributary.gateway.plan.Plans;
import io.distributary.gateway.plan.TopicPlans;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.random.RandomGenerator;

/** The log of all events, with the views' plans and the dead letters beside it. */
public record StreamParts(EventLog log, Plans plans, DeadLetters letters) {
  /**
   * Checks the stream, creates what is missing, and reads plans and dead letters.
   *
   * @param random what the waits before another try are drawn with; for several threads at once
   * @return fails with a {@link io.distributary.gateway.log.StreamException}: a halt when the
   *     stream is not as it must be, else try again
   */
  public static Future<StreamParts> open(
      Vertx vertx, GatewayConfig.Kafka kafka, GatewayConfig.Stream config, RandomGenerator random) {
    return KafkaEventLog.open(vertx, kafka, config, random)
        .compose(log -> open(vertx, log).onFailure(failure -> log.close()));
  }

  private static Future<StreamParts> open(Vertx vertx, KafkaEventLog log) {
    return TopicDeadLetters.follow(vertx, log.deadLetters(), log.events())
        .compose(
            letters ->
                TopicPlans.follow(log.control())
                    .<StreamParts>map(plans -> new StreamParts(log, plans, letters))
                    .onFailure(failure -> letters.close()));
  }

  /** Lets go of all. What was appended and not yet acknowledged is waited for. */
  public Future<Void> close() {
    return log.close().transform(closed -> letters.close());
  }
}
