package io.distributary.servers.kafka;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The configuration of one broker that is its own controller, sized for one machine. */
final class BrokerSettings {
  private static final String FIVE_MIB_AND_ROOM = Integer.toString(6 * 1024 * 1024);

  private final Properties properties = new Properties();

  /**
   * @param login what both listeners ask for; empty: they let everybody in
   */
  BrokerSettings(Path data, int port, int controllerPort, Optional<Login> login) {
    identity(port, controllerPort);
    login.ifPresent(this::askFor);
    properties.setProperty("log.dirs", logFolder(data).toString());
    singleReplica("offsets.topic.replication.factor", "offsets.topic.num.partitions");
    singleReplica(
        "transaction.state.log.replication.factor", "transaction.state.log.num.partitions");
    singleReplica(
        "share.coordinator.state.topic.replication.factor",
        "share.coordinator.state.topic.num.partitions");
    set("transaction.state.log.min.isr", "1");
    set("share.coordinator.state.topic.min.isr", "1");
    set("default.replication.factor", "1");
    set("min.insync.replicas", "1");
    behaviour();
    size();
  }

  static Path logFolder(Path data) {
    return data.resolve("logs");
  }

  Path writeTo(Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private void identity(int port, int controllerPort) {
    String broker = "BROKER://127.0.0.1:" + port;
    set("process.roles", "broker,controller");
    set("node.id", "1");
    set("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    set("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
    set("advertised.listeners", broker);
    set("controller.listener.names", "CONTROLLER");
    set("inter.broker.listener.name", "BROKER");
    set("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  /** Of both: who may speak to the controller needs no broker. */
  private void askFor(Login login) {
    set(
        "listener.security.protocol.map",
        "BROKER:" + Login.PROTOCOL + ",CONTROLLER:" + Login.PROTOCOL);
    set("sasl.enabled.mechanisms", Login.MECHANISM);
    set("sasl.mechanism.inter.broker.protocol", Login.MECHANISM);
    set("sasl.mechanism.controller.protocol", Login.MECHANISM);
    set("listener.name.broker.plain.sasl.jaas.config", login.ofListener());
    set("listener.name.controller.plain.sasl.jaas.config", login.ofListener());
  }

  private void singleReplica(String replicationFactor, String partitions) {
    set(replicationFactor, "1");
    set(partitions, "4");
  }

  private void behaviour() {
    set("auto.create.topics.enable", "false");
    set("group.initial.rebalance.delay.ms", "0");
    // After kill -9 the broker's old session must end before it may come back: 9 s by default.
    set("broker.session.timeout.ms", "3000");
    set("broker.heartbeat.interval.ms", "500");
    // An open transaction stalls every reader of its partitions.
    set("transaction.max.timeout.ms", "15000");
    set("message.max.bytes", FIVE_MIB_AND_ROOM);
    set("replica.fetch.max.bytes", FIVE_MIB_AND_ROOM);
  }

  private void size() {
    set("num.network.threads", "2");
    set("num.io.threads", "4");
    set("num.recovery.threads.per.data.dir", "1");
    set("num.partitions", "4");
    set("log.cleaner.dedupe.buffer.size", "4194304");
    set("log.segment.bytes", "134217728");
  }

  private void set(String name, String value) {
    properties.setProperty(name, value);
  }
}
