package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.TypeReader;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

/** Sinks that write wrongly. */
final class BrokenWriting {
  private static final int CHUNK = 400;
  private static final Duration PAUSE = Duration.ofMillis(2);

  private BrokenWriting() {}

  private interface Writing {
    WriteResult write(Parts right, MemoryTable table, List<Projected<MemoryDocument>> batch)
        throws SinkException;
  }

  private static Alteration writing(Writing writing) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            return writing.write(right, table, batch);
          }
        };
  }

  /** Forgets what does not fill a chunk. */
  static Alteration losesTheLastEventOfALargeBatch() {
    return writing(
        (right, table, batch) -> {
          if (batch.size() <= CHUNK) {
            return right.write(batch);
          }
          right.write(batch.subList(0, batch.size() - 1));
          return WriteResult.allApplied(batch.size());
        });
  }

  /** Puts a document in the place of whatever is there. */
  private static void put(MemoryTable table, MemoryDocument document) {
    table.overwrite(document.id().toString(), List.of(document));
  }

  static Alteration acceptsAStaleVersion() {
    return writing(
        (right, table, batch) -> {
          batch.stream()
              .filter(item -> !Picky.refuses(item))
              .forEach(item -> put(table, item.value()));
          return outcomes(batch, item -> Outcome.APPLIED);
        });
  }

  /** Takes an update for new when it finds a tombstone. */
  static Alteration resurrects() {
    return writing(
        (right, table, batch) -> {
          List<Projected<MemoryDocument>> older = new ArrayList<>();
          for (Projected<MemoryDocument> item : batch) {
            Optional<MemoryDocument> newest = table.newest(item.id());
            if (!item.value().deleted() && newest.filter(MemoryDocument::deleted).isPresent()) {
              older.add(item);
            }
          }
          WriteResult result = right.write(batch);
          older.forEach(item -> put(table, item.value()));
          return result;
        });
  }

  static Alteration forgetsTombstones() {
    return writing(
        (right, table, batch) -> {
          WriteResult result = right.write(batch);
          batch.stream()
              .filter(item -> table.newest(item.id()).filter(MemoryDocument::deleted).isPresent())
              .forEach(item -> table.overwrite(item.id().toString(), List.of()));
          return result;
        });
  }

  static Alteration keepsTheBodyOfTheDeleted() {
    return writing(
        (right, table, batch) -> {
          List<Projected<MemoryDocument>> kept = new ArrayList<>();
          for (Projected<MemoryDocument> item : batch) {
            byte[] body = table.newest(item.id()).map(MemoryDocument::json).orElse(new byte[0]);
            MemoryDocument value = item.value();
            kept.add(new Projected<>(item.event(), value.deleted() ? value.withJson(body) : value));
          }
          return right.write(kept);
        });
  }

  static Alteration refusesNeighbours() {
    return writing(
        (right, table, batch) ->
            batch.stream().anyMatch(Picky::refuses)
                ? outcomes(batch, item -> Outcome.reject(Picky.REFUSED))
                : right.write(batch));
  }

  static Alteration swallowsErrors() {
    return writing(
        (right, table, batch) ->
            WriteResult.of(
                right.write(batch).outcomes().stream()
                    .map(o -> o instanceof Outcome.Failed ? Outcome.APPLIED : o)
                    .toList()));
  }

  static Alteration refusesWhatItHoldsAlready() {
    Reason duplicate = new Reason("duplicate", "The store holds this event already.");
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>();
          for (Projected<MemoryDocument> item : batch) {
            boolean there = table.version(item.id(), item.version()).isPresent();
            Outcome outcome = right.write(List.of(item)).outcomes().get(0);
            outcomes.add(there ? Outcome.reject(duplicate) : outcome);
          }
          return WriteResult.of(outcomes);
        });
  }

  static Alteration leavesStaleEventsOutOfItsResult() {
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>(right.write(batch).outcomes());
          outcomes.removeIf(Outcome.STALE::equals);
          return WriteResult.of(outcomes);
        });
  }

  static Alteration sortsItsResult() {
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>(right.write(batch).outcomes());
          outcomes.sort((a, b) -> Boolean.compare(a == Outcome.STALE, b == Outcome.STALE));
          return WriteResult.of(outcomes);
        });
  }

  static Alteration saysAppliedOfStaleEvents() {
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>(right.write(batch).outcomes());
          Collections.replaceAll(outcomes, Outcome.STALE, Outcome.APPLIED);
          return WriteResult.of(outcomes);
        });
  }

  /** Stops at the first stale event, as an ordered bulk does. */
  static Alteration stopsAtAStaleEvent() {
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>();
          boolean stopped = false;
          for (Projected<MemoryDocument> item : batch) {
            Outcome outcome =
                stopped ? Outcome.APPLIED : right.write(List.of(item)).outcomes().get(0);
            stopped |= outcome == Outcome.STALE;
            outcomes.add(outcome);
          }
          return WriteResult.of(outcomes);
        });
  }

  /** Compares versions as floating-point numbers. */
  static Alteration roundsVersions() {
    return staleIf((held, item) -> asDouble(held.version()) >= asDouble(item.version()));
  }

  private static double asDouble(Version version) {
    return (double) version.value();
  }

  /** Takes what was appended earlier, by the clock, for older. */
  static Alteration trustsTheClock() {
    return staleIf((held, item) -> held.head().appended().isAfter(item.event().appended()));
  }

  /** Takes an event for stale by another rule, beside what is held of its resource. */
  private static Alteration staleIf(
      BiPredicate<MemoryDocument, Projected<MemoryDocument>> isStale) {
    return writing(
        (right, table, batch) -> {
          List<Outcome> outcomes = new ArrayList<>();
          for (Projected<MemoryDocument> item : batch) {
            boolean stale =
                table.newest(item.id()).filter(held -> isStale.test(held, item)).isPresent();
            outcomes.add(stale ? Outcome.STALE : right.write(List.of(item)).outcomes().get(0));
          }
          return WriteResult.of(outcomes);
        });
  }

  /** Looks, lets others go first, then writes whatever is there by now. */
  static Alteration looksBeforeItLocks() {
    return writing(
        (right, table, batch) -> {
          List<Projected<MemoryDocument>> newer = new ArrayList<>();
          for (Projected<MemoryDocument> item : batch) {
            boolean stale =
                table
                    .newest(item.id())
                    .filter(held -> held.version().compareTo(item.version()) >= 0)
                    .isPresent();
            if (!stale && !Picky.refuses(item)) {
              newer.add(item);
            }
          }
          LockSupport.parkNanos(PAUSE.toNanos());
          newer.forEach(item -> put(table, item.value()));
          return outcomes(batch, item -> newer.contains(item) ? Outcome.APPLIED : Outcome.STALE);
        });
  }

  /** Does so, and asks for one more write of its last event whenever it has lost something. */
  static Alteration looksBeforeItLocksAndAsksForRetry() {
    Reason busy = new Reason("store-busy", "The store is busy.");
    return (right, table) -> {
      Parts losing = looksBeforeItLocks().of(right, table);
      return new Altered(losing, table) {
        private boolean asked;

        @Override
        public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
          List<Outcome> outcomes = new ArrayList<>(losing.write(batch).outcomes());
          asked = !asked;
          if (asked) {
            outcomes.set(outcomes.size() - 1, Outcome.retry(busy));
          }
          return WriteResult.of(outcomes);
        }
      };
    };
  }

  /** Acknowledges what it has in its hands, writes it when it is asked next, and may lose it. */
  static Alteration acknowledgesBeforeItIsDurable() {
    return (right, table) ->
        new Altered(right, table) {
          private List<Projected<MemoryDocument>> pending = List.of();

          @Override
          public synchronized WriteResult write(List<Projected<MemoryDocument>> batch)
              throws SinkException {
            flush();
            if (batch.stream().anyMatch(Picky::refuses)) {
              return right.write(batch);
            }
            pending = batch;
            return WriteResult.of(batch.stream().map(item -> outcome(table, item)).toList());
          }

          @Override
          public Readers readers() {
            Readers readers = right.readers();
            return readers
                .withResource(flushed(ResourceReader.class, readers.resource().orElseThrow()))
                .withChart(flushed(ChartReader.class, readers.chart().orElseThrow()))
                .withType(flushed(TypeReader.class, readers.type().orElseThrow()))
                .withHistory(flushed(HistoryReader.class, readers.history().orElseThrow()))
                .withNativeQuery(flushed(NativeQuery.class, readers.nativeQuery().orElseThrow()));
          }

          @Override
          public Maintenance maintenance() {
            return flushed(Maintenance.class, right.maintenance());
          }

          /** Writes what is pending before each call. */
          private <T> T flushed(Class<T> type, T reader) {
            return type.cast(
                Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> {
                      flush();
                      try {
                        return method.invoke(reader, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
          }

          private synchronized void flush() {
            try {
              right.write(pending);
              pending = List.of();
            } catch (SinkException e) {
              throw new IllegalStateException(e);
            }
          }
        };
  }

  private static Outcome outcome(MemoryTable table, Projected<MemoryDocument> item) {
    boolean there = table.version(item.id(), item.version()).isPresent();
    return there ? Outcome.STALE : Outcome.APPLIED;
  }

  static Alteration neverReturns() {
    return writing(
        (right, table, batch) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return right.write(batch);
        });
  }

  private interface Judge {
    Outcome of(Projected<MemoryDocument> item);
  }

  private static WriteResult outcomes(List<Projected<MemoryDocument>> batch, Judge judge) {
    return WriteResult.of(
        batch.stream()
            .map(item -> Picky.refuses(item) ? Outcome.reject(Picky.REFUSED) : judge.of(item))
            .toList());
  }
}
