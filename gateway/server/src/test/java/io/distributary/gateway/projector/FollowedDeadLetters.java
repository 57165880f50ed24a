package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetterPage;
import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.deadletter.InMemoryDeadLetters;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The dead letters as one gateway knows them, as {@code TopicDeadLetters} does it: what is in the
 * topic is known once it has been followed, and whoever writes waits for that.
 */
final class FollowedDeadLetters implements DeadLetters {
  private static final long GIVEN_UP = 10_000;
  private static final long PATIENCE = 15_000;

  private final Simulation world;
  private final SimulatedGateway gateway;
  private final Courier courier;
  private final InMemoryDeadLetters known = new InMemoryDeadLetters();
  private final NavigableMap<Long, List<Runnable>> waiting = new TreeMap<>();
  private long reached = -1;
  private long lastArrival;
  private long lastFollowed;

  FollowedDeadLetters(Simulation world, SimulatedGateway gateway, Courier courier) {
    this.world = world;
    this.gateway = gateway;
    this.courier = courier;
    for (int offset = 0; offset < world.letters().end(); offset++) {
      take(offset);
    }
  }

  /** The topic has one more record. */
  void follow(int offset, Runnable done) {
    long delay =
        world.strikes(Fault.LETTERS_FOLLOWED_LATE)
            ? world.between(1_000, 120_000)
            : world.between(1, 500);
    lastFollowed = Math.max(lastFollowed, world.now() + delay);
    world.after(
        lastFollowed - world.now(),
        () -> {
          done.run();
          courier.bring(() -> take(offset));
        });
  }

  private void take(int offset) {
    known.add(world.letters().at(offset));
    reached = offset;
    Collection<List<Runnable>> passed = waiting.headMap((long) offset, true).values();
    List<Runnable> done = passed.stream().flatMap(List::stream).toList();
    passed.clear();
    done.forEach(Runnable::run);
  }

  private void whenReached(long offset, Runnable done) {
    if (offset <= reached) {
      done.run();
    } else {
      waiting.computeIfAbsent(offset, unseen -> new ArrayList<>()).add(done);
    }
  }

  @Override
  public Future<Void> write(Collection<DeadLetter> letters) {
    List<DeadLetter> sent = letters.stream().map(this::unmarked).toList();
    if (gateway.crashes(Fault.CRASH_WRITING_LETTERS)) {
      some(sent).forEach(letter -> send(letter, delay(), () -> {}));
      return Promise.<Void>promise().future();
    }
    if (world.weather().isKafkaAway() || world.strikes(Fault.LETTERS_FAILED)) {
      return failing(GIVEN_UP).future();
    }
    if (world.strikes(Fault.LETTERS_FAILED_PARTLY)) {
      some(sent).forEach(letter -> send(letter, delay(), () -> {}));
      return failing(GIVEN_UP).future();
    }
    if (world.strikes(Fault.LETTERS_LATE)) {
      sent.forEach(letter -> send(letter, world.between(GIVEN_UP, 6 * GIVEN_UP), () -> {}));
      return failing(GIVEN_UP).future();
    }
    return writeAll(sent);
  }

  private List<DeadLetter> some(List<DeadLetter> letters) {
    return letters.subList(0, world.below(letters.size()));
  }

  private DeadLetter unmarked(DeadLetter letter) {
    return world.is(Sabotage.NEVER_SUPERSEDE)
        ? DeadLetter.of(
            letter.revision(), letter.version(), letter.subject(), letter.reason(), letter.at())
        : letter;
  }

  private Future<Void> writeAll(List<DeadLetter> letters) {
    Promise<Void> done = failing(PATIENCE);
    List<DeadLetter> missing = new ArrayList<>(letters);
    for (DeadLetter letter : letters) {
      send(
          letter,
          delay(),
          () -> {
            missing.remove(letter);
            if (missing.isEmpty()) {
              done.tryComplete();
            }
          });
    }
    return done.future();
  }

  private long delay() {
    return world.between(1, 100);
  }

  /** A producer's letters stay in order. */
  private void send(DeadLetter letter, long delay, Runnable known) {
    lastArrival = Math.max(lastArrival, world.now() + delay);
    world
        .letters()
        .send(
            lastArrival - world.now(),
            letter,
            offset -> courier.bring(() -> whenReached(offset, known)));
  }

  /** Fails when nobody has completed it before. */
  private Promise<Void> failing(long milliseconds) {
    Promise<Void> promise = Promise.promise();
    world.after(
        milliseconds,
        () -> courier.bring(() -> promise.tryFail(new IllegalStateException("Kafka is away"))));
    return promise;
  }

  /** Looks things up on another thread, and comes back. */
  private <T> Future<T> asked(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    world.after(
        world.between(0, 5), () -> courier.bring(() -> answer.complete(question.get().result())));
    return answer.future();
  }

  @Override
  public Future<List<DeadLetter>> find(Collection<String> ids) {
    return asked(() -> known.find(ids));
  }

  @Override
  public Future<List<DeadLetter>> overtaken(
      RevisionId revision, Map<ResourceId, Version> applied, int limit) {
    return asked(() -> known.overtaken(revision, applied, limit));
  }

  /** Open letters that a batch makes superfluous, as far as this gateway knows. */
  List<DeadLetter> due(SimulatedRevision of, WriteBatch batch) {
    return known.overtaken(of.id(), batch.held(), Integer.MAX_VALUE).result();
  }

  List<DeadLetter> all() {
    return known.all();
  }

  @Override
  public Future<Void> forget(Collection<DeadLetter> letters) {
    throw new UnsupportedOperationException("Nobody redrives in a simulation");
  }

  @Override
  public Future<DeadLetterPage> list(DeadLetterSelection which, int limit) {
    return known.list(which, limit);
  }

  @Override
  public Future<List<DeadLetter>> after(
      DeadLetterSelection which, Optional<String> last, int limit) {
    return known.after(which, last, limit);
  }

  @Override
  public Future<Long> count(DeadLetterSelection which) {
    return known.count(which);
  }

  @Override
  public long count(RevisionId revision) {
    return known.count(revision);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
