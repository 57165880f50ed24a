package io.distributary.gateway.log;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.TopicCheck.Identity;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** The log as Kafka has it, once it is known to be as it must be. */
public final class KafkaEventLog implements EventLog {
  private final Vertx vertx;
  private final KafkaProperties properties;
  private final Topics topics;
  private final Admin admin;
  private final KafkaAppender appender;
  private final FollowedTopic deadLetters;
  private final FollowedTopic control;
  private final LogLookup lookup;
  private final Groups groups;
  private final StreamWatch watch;
  private final int partitions;

  private KafkaEventLog(
      Vertx vertx,
      KafkaProperties properties,
      GatewayConfig.Stream stream,
      Admin admin,
      Identity found,
      RandomGenerator random) {
    this.vertx = vertx;
    this.properties = properties;
    this.topics = new Topics(stream.prefix());
    this.admin = admin;
    this.appender =
        new KafkaAppender(vertx, properties.producer(), topics.events(), found.partitions());
    this.deadLetters = new FollowedTopic(vertx, properties, topics.deadLetters(), random);
    this.control = new FollowedTopic(vertx, properties, topics.control(), random);
    this.lookup = new KafkaLogLookup(vertx, properties, topics.events(), found.partitions());
    this.groups = new KafkaGroups(vertx, admin, topics, found.partitions());
    this.watch = new StreamWatch(vertx, new TopicCheck(admin, stream), found, Clock.systemUTC());
    this.partitions = found.partitions();
  }

  /**
   * Checks the stream, creates what is missing, and connects.
   *
   * @param random what the waits before another try are drawn with; for several threads at once
   * @return fails with a {@link StreamException}: a halt when the stream is not as it must be, else
   *     try again
   */
  public static Future<KafkaEventLog> open(
      Vertx vertx, GatewayConfig.Kafka kafka, GatewayConfig.Stream stream, RandomGenerator random) {
    KafkaProperties properties = new KafkaProperties(kafka);
    return vertx
        .executeBlocking(() -> check(properties.patient(), stream), false)
        .compose(
            found ->
                vertx
                    .executeBlocking(() -> connect(properties), false)
                    .map(
                        admin ->
                            new KafkaEventLog(vertx, properties, stream, admin, found, random)))
        .onSuccess(opened -> opened.watch.start());
  }

  private static Admin connect(KafkaProperties properties) {
    try {
      return Admin.create(properties.admin());
    } catch (ConfigException e) {
      throw StreamException.halt(
          "kafka-properties",
          "Kafka's client refuses its configuration: look at kafka.bootstrapServers and kafka.properties.");
    } catch (KafkaException e) {
      throw StreamException.unreachable(e);
    }
  }

  private static Identity check(KafkaProperties properties, GatewayConfig.Stream stream) {
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
      return found;
    } finally {
      closed(admin);
    }
  }

  private static boolean closed(Admin admin) {
    admin.close(Duration.ofSeconds(1));
    return true;
  }

  @Override
  public EventAppender appender() {
    return (key, event) ->
        watch
            .halt()
            .<Future<Appended>>map(Future::failedFuture)
            .orElseGet(() -> appender.append(key, event));
  }

  @Override
  public LogReader reader(RevisionId revision, int maxRecords) {
    return new KafkaLogReader(
        vertx, properties.member(topics.group(revision), maxRecords), topics.events(), watch::lost);
  }

  @Override
  public LogRange range() {
    return new KafkaLogRange(properties.consumer(), topics.events(), partitions);
  }

  @Override
  public LogLookup lookup() {
    return lookup;
  }

  @Override
  public Groups groups() {
    return groups;
  }

  @Override
  public LogHealth health() {
    return watch;
  }

  /** The topic of the events that views refused. */
  public FollowedTopic deadLetters() {
    return deadLetters;
  }

  /** The topic of what all gateways agree on. */
  public FollowedTopic control() {
    return control;
  }

  /** The name of the topic of events. */
  public String events() {
    return topics.events();
  }

  @Override
  public Future<Void> close() {
    watch.stop();
    return Future.join(appender.close(), deadLetters.close(), control.close())
        .transform(done -> vertx.executeBlocking(() -> closed(admin), false))
        .mapEmpty();
  }
}
