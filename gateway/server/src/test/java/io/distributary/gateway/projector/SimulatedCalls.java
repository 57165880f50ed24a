package io.distributary.gateway.projector;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls of a {@link SimulatedStore} on their way: slow, lost, in part, rejected, answered wrongly.
 * A call that is under way arrives even when nobody waits for it any more.
 */
final class SimulatedCalls {
  private static final Reason AWAY = new Reason("store-away", "The store is away.");
  private static final Reason TIMEOUT = new Reason("write-timeout", "No answer in time.");
  private static final Reason TOO_LARGE = new Reason("batch-too-large", "The batch is too large.");
  private static final Reason BROKEN = new Reason("store-broken", "The store is broken.");

  private final Simulation world;
  private final ViewWriter<?> writer;
  private long awayUntil;
  private int underWay;

  SimulatedCalls(Simulation world, ViewWriter<?> writer) {
    this.world = world;
    this.writer = writer;
  }

  /**
   * One call of a sink.
   *
   * @param answer told once; nothing is answered after the time-out
   */
  private record Call(
      SimulatedProjector from, List<Projected<?>> batch, Consumer<Future<WriteResult>> answer) {}

  void goAway(long milliseconds) {
    awayUntil = world.now() + milliseconds;
  }

  void comeBack() {
    awayUntil = world.now();
  }

  boolean isAway() {
    return world.now() < awayUntil;
  }

  boolean isQuiet() {
    return underWay == 0;
  }

  void write(
      SimulatedProjector from, List<Projected<?>> batch, Consumer<Future<WriteResult>> answer) {
    long timeout = world.schedule().delivery().timeout().toMillis();
    long arrival =
        world.strikes(Fault.STORE_SLOW) ? world.between(100, 5 * timeout) : world.between(1, 50);
    underWay++;
    if (arrival >= timeout) {
      world.saw(Fault.WRITE_TIMED_OUT);
      world.after(timeout, () -> answer.accept(failed(Action.RETRY, TIMEOUT)));
      world.after(arrival, () -> arrive(new Call(from, batch, nobody -> {})));
    } else {
      world.after(arrival, () -> arrive(new Call(from, batch, answer)));
    }
  }

  private void arrive(Call call) {
    underWay--;
    if (!call.from().isOwnerOf(call.batch())) {
      world.saw(Fault.ZOMBIE_WRITE);
    }
    if (isAway() || world.strikes(Fault.WRITE_FAILED)) {
      answer(call, failed(Action.RETRY, AWAY));
    } else if (world.strikes(Fault.WRITE_HALTED)) {
      answer(call, failed(Action.STOP, BROKEN));
    } else if (call.batch().size() > 1) {
      arriveOfMany(call);
    } else {
      writeAll(call);
    }
  }

  private void arriveOfMany(Call call) {
    if (world.strikes(Fault.WRITE_REFUSED)) {
      answer(call, failed(Action.REJECT, TOO_LARGE));
    } else if (world.strikes(Fault.WRITE_REFUSED_PARTLY)) {
      apply(some(call));
      answer(call, failed(Action.REJECT, TOO_LARGE));
    } else if (world.strikes(Fault.WRITE_FAILED_PARTLY)) {
      apply(some(call));
      answer(call, failed(Action.RETRY, AWAY));
    } else if (call.from().crashes(Fault.CRASH_WRITING)) {
      apply(some(call));
    } else if (world.strikes(Fault.STORE_TRICKLES)) {
      trickle(call, 0, new ArrayList<>());
    } else {
      writeAll(call);
    }
  }

  private List<Projected<?>> some(Call call) {
    return call.batch().stream().filter(any -> world.flip(0.5)).toList();
  }

  /** One after the other, so that other writers come in between. */
  private void trickle(Call call, int next, List<Outcome> outcomes) {
    if (next == call.batch().size()) {
      answer(call, written(outcomes));
      return;
    }
    Future<WriteResult> one = apply(call.batch().subList(next, next + 1));
    if (one.succeeded()) {
      outcomes.addAll(one.result().outcomes());
      underWay++;
      world.after(
          world.between(1, 500),
          () -> {
            underWay--;
            trickle(call, next + 1, outcomes);
          });
    } else {
      answer(call, one);
    }
  }

  private void writeAll(Call call) {
    boolean[] failed = new boolean[call.batch().size()];
    List<Projected<?>> tried = new ArrayList<>();
    boolean someFail = world.strikes(Fault.ITEMS_FAILED);
    boolean lies = someFail && world.strikes(Fault.STORE_LIES);
    for (int i = 0; i < failed.length; i++) {
      failed[i] = someFail && world.flip(0.5);
      if (lies || !failed[i]) {
        tried.add(call.batch().get(i));
      }
    }
    Future<WriteResult> answer = tried.isEmpty() ? written(List.of()) : apply(tried);
    if (answer.succeeded()) {
      answer = written(miscounted(filled(answer.result().outcomes(), failed, lies)));
    }
    if (!call.from().crashes(Fault.CRASH_AFTER_WRITE)) {
      answer(call, answer);
    }
  }

  /** A store that lies says so of what it has applied. */
  private static List<Outcome> filled(List<Outcome> outcomes, boolean[] failed, boolean lies) {
    Iterator<Outcome> next = outcomes.iterator();
    List<Outcome> all = new ArrayList<>();
    for (boolean one : failed) {
      Outcome outcome = lies || !one ? next.next() : Outcome.STALE;
      all.add(one ? Outcome.retry(AWAY) : outcome);
    }
    return all;
  }

  private List<Outcome> miscounted(List<Outcome> outcomes) {
    if (!world.strikes(Fault.WRITE_MISCOUNTED)) {
      return outcomes;
    }
    List<Outcome> wrong = new ArrayList<>(outcomes);
    if (world.flip(0.5)) {
      wrong.add(Outcome.APPLIED);
    } else {
      wrong.remove(0);
    }
    return wrong;
  }

  private Future<WriteResult> apply(List<Projected<?>> batch) {
    try {
      return batch.isEmpty() ? written(List.of()) : Future.succeededFuture(writer.write(batch));
    } catch (SinkException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<WriteResult> written(List<Outcome> outcomes) {
    return Future.succeededFuture(WriteResult.of(outcomes));
  }

  private static Future<WriteResult> failed(Action action, Reason reason) {
    return Future.failedFuture(new Failure(action, reason).exception());
  }

  private void answer(Call call, Future<WriteResult> result) {
    world.after(world.between(1, 50), () -> call.answer().accept(result));
  }
}
