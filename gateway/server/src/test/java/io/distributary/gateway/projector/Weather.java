package io.distributary.gateway.projector;

/** What befalls gateways, stores and Kafka from outside, and the operator who mends it. */
final class Weather {
  private final Simulation world;
  private final SimulatedProducer producer;
  private long kafkaAwayUntil;

  Weather(Simulation world) {
    this.world = world;
    this.producer = new SimulatedProducer(world);
  }

  void begin() {
    producer.begin();
    world.gateways().forEach(gateway -> world.after(world.between(0, 5_000), gateway::start));
    world.after(0, this::change);
  }

  private void change() {
    if (!world.isCalm()) {
      world.gateways().forEach(this::befall);
      world.views().forEach(this::change);
      world.revisions().forEach(this::befall);
      befallKafka();
    }
    if (world.isCalm() || world.flip(0.3)) {
      world.gateways().forEach(SimulatedGateway::lookAfter);
    }
    world.after(world.isCalm() ? 10_000 : world.between(1_000, 40_000), this::change);
  }

  private void befall(SimulatedGateway gateway) {
    if (world.strikes(Fault.GATEWAY_FROZEN)) {
      gateway.freeze(world.between(100, 120_000));
    }
    if (world.strikes(Fault.GATEWAY_STOPPED)) {
      gateway.stop();
    }
  }

  /** What an operator does. */
  private void change(SimulatedView view) {
    if (world.strikes(Fault.VIEW_PAUSED)) {
      view.pauseOrResume();
    }
    if (world.strikes(Fault.REBUILD_ASKED)) {
      view.rebuild();
    }
    if (world.strikes(Fault.SWITCH_ASKED)) {
      view.switchOver();
    }
    if (world.strikes(Fault.DROP_ASKED)) {
      view.drop();
    }
  }

  private void befall(SimulatedRevision revision) {
    if (world.strikes(Fault.REBALANCED)) {
      storm(revision, world.below(6));
    }
    if (world.strikes(Fault.STORE_AWAY)) {
      revision.calls().goAway(world.between(100, 180_000));
    }
  }

  private void storm(SimulatedRevision revision, int more) {
    revision.group().rebalance();
    if (more > 0) {
      world.after(world.between(1, 2_000), () -> storm(revision, more - 1));
    }
  }

  private void befallKafka() {
    if (world.strikes(Fault.KAFKA_AWAY)) {
      kafkaAwayUntil = world.now() + world.between(100, 60_000);
    }
    int partition = world.below(world.log().count());
    SimulatedLog.Partition log = world.log().partition(partition);
    if (log.end() > 0 && world.strikes(Fault.LOG_START_MOVED)) {
      log.moveStart(world.between(1, log.end() + 1));
    }
    if (log.end() > log.start() && world.strikes(Fault.LOG_TAIL_LOST)) {
      loseTail(partition, world.between(log.start(), log.end()));
    }
  }

  private void loseTail(int partition, long from) {
    world.note(() -> "partition " + partition + " loses its tail from " + from);
    world.revisions().forEach(revision -> revision.oracle().tailLost(partition, from));
    for (SimulatedGateway gateway : world.gateways()) {
      for (SimulatedProjector projector : gateway.projectors()) {
        SimulatedReader reader = projector.readerOrNone();
        if (reader != null) {
          reader.tailLost(partition, from);
        }
      }
    }
    world.log().partition(partition).loseTail(from);
  }

  boolean isKafkaAway() {
    return world.now() < kafkaAwayUntil;
  }

  /** No more of it. */
  void clear() {
    kafkaAwayUntil = world.now();
    world.views().forEach(SimulatedView::resume);
    world.revisions().forEach(revision -> revision.calls().comeBack());
  }

  boolean isOver() {
    return world.isCalm() && producer.isDone();
  }
}
