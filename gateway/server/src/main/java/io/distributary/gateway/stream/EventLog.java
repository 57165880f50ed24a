package io.distributary.gateway.stream;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.stream.TopicCheck.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * The stream once it is known to be as it must be: what appends to it, reads it, and says how far
 * everybody is.
 */
public final class EventLog {
  private final Vertx vertx;
  private final KafkaProperties properties;
  private final Topics topics;
  private final Admin admin;
  private final KafkaAppender appender;
  private final TopicDeadLetters deadLetters;
  private final LogLookup lookup;
  private final Lags lags;
  private final Groups groups;
  private final TopicPlans plans;
  private final StreamWatch watch;
  private final int partitions;

  private EventLog(
      Vertx vertx,
      KafkaProperties properties,
      GatewayConfig.Stream stream,
      Admin admin,
      Found found) {
    this.vertx = vertx;
    this.properties = properties;
    this.topics = new Topics(stream.prefix());
    this.admin = admin;
    this.appender =
        new KafkaAppender(
            vertx, properties.producer(), topics.events(), found.identity().partitions());
    this.deadLetters = new TopicDeadLetters(vertx, properties, topics, found.letters());
    this.lookup =
        new KafkaLogLookup(vertx, properties, topics.events(), found.identity().partitions());
    this.lags = new Lags(vertx, admin, topics.events(), found.identity().partitions());
    this.groups = new Groups(vertx, admin);
    this.plans = new TopicPlans(vertx, properties, topics);
    this.watch =
        new StreamWatch(vertx, new TopicCheck(admin, stream), found.identity(), Clock.systemUTC());
    this.partitions = found.identity().partitions();
  }

  /** What the check found, and room for what is to be read. */
  private record Found(Identity identity, LetterIndex letters) {}

  /**
   * Checks the stream, creates what is missing, and connects.
   *
   * @return fails with a {@link StreamException}: a halt when the stream is not as it must be, else
   *     try again
   */
  public static Future<EventLog> open(
      Vertx vertx, GatewayConfig.Kafka kafka, GatewayConfig.Stream stream) {
    KafkaProperties properties = new KafkaProperties(kafka);
    return vertx
        .executeBlocking(() -> check(properties.patient(), stream), false)
        .compose(
            found ->
                vertx
                    .executeBlocking(() -> connect(properties), false)
                    .onFailure(failure -> found.letters().close())
                    .compose(
                        admin -> opened(new EventLog(vertx, properties, stream, admin, found))));
  }

  private static Admin connect(KafkaProperties properties) {
    try {
      return Admin.create(properties.admin());
    } catch (ConfigException e) {
      throw StreamException.halt(
          "kafka-properties",
          "Kafka's client refuses its configuration: look at kafka.bootstrapServers and kafka.properties.");
    } catch (KafkaException e) {
      throw StreamException.away(e);
    }
  }

  private static Found check(KafkaProperties properties, GatewayConfig.Stream stream) {
    Admin admin = connect(properties);
    try {
      TopicCheck check = new TopicCheck(admin, stream);
      Control control = new Control(properties, new Topics(stream.prefix()).control());
      Identity found = check.ensure();
      Optional<Identity> remembered = control.remembered();
      if (remembered.isPresent()) {
        check.compare(remembered.get(), found);
      } else {
        control.remember(found);
      }
      return new Found(found, LetterIndex.create());
    } finally {
      closed(admin);
    }
  }

  private static Future<EventLog> opened(EventLog log) {
    return log.deadLetters
        .follow()
        .compose(following -> log.plans.follow())
        .onSuccess(following -> log.watch.start())
        .map(log)
        .onFailure(failure -> log.close());
  }

  private static boolean closed(Admin admin) {
    admin.close(Duration.ofSeconds(1));
    return true;
  }

  /** Refuses while the stream is not as it must be. */
  public EventAppender appender() {
    return (key, event) ->
        watch
            .halt()
            .<Future<Appended>>map(Future::failedFuture)
            .orElseGet(() -> appender.append(key, event));
  }

  public StreamWatch watch() {
    return watch;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Finds single events again. */
  public LogLookup lookup() {
    return lookup;
  }

  /** Reads stretches of the log outside of every group. */
  public LogRange range() {
    return new KafkaLogRange(properties.consumer(), topics.events(), partitions);
  }

  public Lags lags() {
    return lags;
  }

  public Groups groups() {
    return groups;
  }

  public Plans plans() {
    return plans;
  }

  public Topics topics() {
    return topics;
  }

  /**
   * A new member of a view's group; to be called on the context that will use it.
   *
   * @param maxRecords of one poll
   */
  public LogReader reader(String view, int revision, int maxRecords) {
    return new KafkaLogReader(
        vertx,
        properties.member(topics.group(view, revision), maxRecords),
        topics.events(),
        watch::lost);
  }

  /** Lets go of the log. What was appended and not yet acknowledged is waited for. */
  public Future<Void> close() {
    watch.stop();
    return Future.join(appender.close(), deadLetters.close(), plans.close())
        .transform(done -> vertx.executeBlocking(() -> closed(admin), false))
        .mapEmpty();
  }
}
