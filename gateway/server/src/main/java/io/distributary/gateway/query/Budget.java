package io.distributary.gateway.query;

import io.distributary.sink.Reservation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that all answers and request bodies may hold in memory together. They are taken before
 * they are used, in a {@link Share} for each request, and given back when the request has ended.
 *
 * <p>A tenth is kept for single reads. Of the rest nobody can have all: a kind of request may hold
 * up to twice what is still free, and a caller up to what its kind may still hold, so that whoever
 * comes later finds something, however much others ask for (the dynamic thresholds of Choudhury and
 * Hahne, IEEE/ACM Transactions on Networking 6, 1998). One caller alone may hold half of it.
 */
public final class Budget {
  /** What a request is, and with whom it shares. */
  public enum BudgetKind {
    /** One resource or one version of it. */
    SINGLE,
    /** A chart or a history, streamed. */
    CHART,
    /** A native query. */
    QUERY,
    /** The body of a request, and what is made of it. */
    BODY,
    /** Everything else that answers with more than a few lines. */
    OTHER
  }

  private static final int KEPT_FOR_SINGLES = 10;
  private static final int KIND_OF_FREE = 2;

  /** How long a reader waits for others to give back. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final long total;
  private final long kept;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition givenBack = lock.newCondition();
  private final Map<BudgetKind, Held> held = new EnumMap<>(BudgetKind.class);

  /** What one kind holds. */
  private static final class Held {
    private final Map<String, Long> byCaller = new HashMap<>();
    private final Counter refused;
    private volatile long bytes;

    Held(Counter refused) {
      this.refused = refused;
    }

    /** Callers that hold nothing are forgotten. */
    void add(String caller, long more) {
      bytes += more;
      byCaller.merge(caller, more, Long::sum);
      byCaller.remove(caller, 0L);
    }
  }

  /**
   * @param total in bytes
   */
  public Budget(long total, MeterRegistry meters) {
    this.total = total;
    this.kept = total / KEPT_FOR_SINGLES;
    for (BudgetKind kind : BudgetKind.values()) {
      held.put(kind, new Held(refusals(kind, meters)));
      Gauge.builder("distributary.budget.held.bytes", this, one -> one.held(kind))
          .description("Memory that answers and request bodies hold, by kind")
          .tag("kind", name(kind))
          .register(meters);
    }
    Gauge.builder("distributary.budget.bytes", () -> total)
        .description("Memory that all answers and request bodies may hold together")
        .register(meters);
  }

  /** For what is bounded otherwise. */
  static Budget unbounded() {
    return new Budget(Long.MAX_VALUE / 4, new CompositeMeterRegistry());
  }

  private static Counter refusals(BudgetKind kind, MeterRegistry meters) {
    return Counter.builder("distributary.budget.refused")
        .description("How often there was no memory for more, by kind")
        .tag("kind", name(kind))
        .register(meters);
  }

  private static String name(BudgetKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Bytes that all may hold together. */
  public long total() {
    return total;
  }

  /** Bytes that are held now. */
  public long held() {
    return held.values().stream().mapToLong(one -> one.bytes).sum();
  }

  private long held(BudgetKind kind) {
    return of(kind).bytes;
  }

  private Held of(BudgetKind kind) {
    return Objects.requireNonNull(held.get(kind));
  }

  /**
   * A share for one request; holds nothing yet. {@link Share#end} gives it back.
   *
   * @param caller who shares with other callers of the kind
   */
  public Share open(BudgetKind kind, String caller) {
    return new Share(kind, caller);
  }

  /** Whether the thresholds hold when it has been taken. */
  private boolean fits(BudgetKind kind, String caller, long bytes) {
    long singles = held(BudgetKind.SINGLE);
    if (kind == BudgetKind.SINGLE && singles + bytes <= kept) {
      return true;
    }
    long left = total - kept - (held() - Math.min(singles, kept)) - bytes;
    long forKind = KIND_OF_FREE * left - held(kind) - bytes;
    long mine = of(kind).byCaller.getOrDefault(caller, 0L) + bytes;
    return left >= 0 && mine <= forKind;
  }

  /**
   * What one request holds. It is given back when the request has ended and no reader works for it
   * any more: one that was given up may still hold what it took.
   */
  public final class Share implements Reservation {
    private final BudgetKind kind;
    private final String caller;
    private long mine;
    private int readers;
    private volatile boolean ended;

    private Share(BudgetKind kind, String caller) {
      this.kind = kind;
      this.caller = caller;
    }

    /** Waits up to two seconds for others to give back: for a worker, not for an event loop. */
    @Override
    public boolean grow(long bytes) {
      return take(bytes, PATIENCE.toNanos());
    }

    @Override
    public boolean growNow(long bytes) {
      return take(bytes, 0);
    }

    /**
     * Takes what an answer begins with. A single read does not wait for it: its worker is one of
     * few, and other callers' reads are small.
     */
    boolean begin(long bytes) {
      return isSmall() ? growNow(bytes) : grow(bytes);
    }

    /** Whether it is for one resource. */
    boolean isSmall() {
      return kind == BudgetKind.SINGLE;
    }

    /** What its caller can hold alone, but an eighth: a body may be held beside it. */
    @Override
    public long most() {
      return (total - kept) / (KIND_OF_FREE + 2) * KIND_OF_FREE / 8 * 7;
    }

    private boolean take(long bytes, long nanos) {
      lock.lock();
      try {
        for (long left = nanos; !ended; left = givenBack.awaitNanos(left)) {
          if (fits(kind, caller, bytes)) {
            add(bytes);
            return true;
          }
          if (left <= 0) {
            break;
          }
        }
        of(kind).refused.increment();
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }

    private void add(long bytes) {
      mine += bytes;
      of(kind).add(caller, bytes);
    }

    @Override
    public void shrink(long bytes) {
      change(() -> add(-Math.min(bytes, mine)));
    }

    /** Somebody begins to work for the request. */
    public void enter() {
      change(() -> readers++);
    }

    /** Somebody has ended. */
    public void exit() {
      change(() -> readers--);
    }

    /** Whether the request has ended: nobody waits for an answer any longer. */
    public boolean hasEnded() {
      return ended;
    }

    /** The request has ended: nothing can be taken any more. */
    public void end() {
      change(() -> ended = true);
    }

    private void change(Runnable change) {
      lock.lock();
      try {
        change.run();
        if (ended && readers == 0) {
          add(-mine);
        }
        givenBack.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether somebody waits for others to give back. */
  boolean isWaitedFor() {
    lock.lock();
    try {
      return lock.hasWaiters(givenBack);
    } finally {
      lock.unlock();
    }
  }
}
