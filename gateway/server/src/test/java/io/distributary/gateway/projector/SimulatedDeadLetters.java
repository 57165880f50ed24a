package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.schemas.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The dead letters' topic: of each key, the last letter is the one that counts. */
final class SimulatedDeadLetters {
  private final Simulation world;
  private final List<DeadLetter> records = new ArrayList<>();
  private final Map<String, DeadLetter> last = new LinkedHashMap<>();
  private int underWay;

  SimulatedDeadLetters(Simulation world) {
    this.world = world;
  }

  /**
   * A letter on its way into the topic arrives, whatever becomes of its sender.
   *
   * @param appended told its offset
   */
  void send(long delay, DeadLetter letter, LongConsumer appended) {
    underWay++;
    world.after(
        delay,
        () -> {
          underWay--;
          append(letter);
          appended.accept(records.size() - 1L);
        });
  }

  private void append(DeadLetter letter) {
    world.note(() -> "letter " + letter.id() + (letter.superseded() ? " superseded" : ""));
    records.add(letter);
    last.merge(letter.id(), letter, (before, now) -> now.withMarksOf(before));
    for (SimulatedGateway gateway : world.gateways()) {
      underWay++;
      gateway.letters().follow(records.size() - 1, () -> underWay--);
    }
  }

  boolean isQuiet() {
    return underWay == 0;
  }

  long end() {
    return records.size();
  }

  DeadLetter at(int offset) {
    return records.get(offset);
  }

  Collection<DeadLetter> all() {
    return last.values();
  }

  Optional<DeadLetter> of(SimulatedRevision revision, Version version) {
    String id = DeadLetter.id(revision.id(), version);
    return Optional.ofNullable(last.get(id));
  }

  /** Every gateway must know the letters as they are, in the end. */
  void compare() {
    for (SimulatedGateway gateway : world.gateways()) {
      Simulation.require(
          gateway.letters().all().size() == last.size()
              && last.values().containsAll(gateway.letters().all()),
          () -> gateway + " has other letters than the topic");
    }
  }
}
