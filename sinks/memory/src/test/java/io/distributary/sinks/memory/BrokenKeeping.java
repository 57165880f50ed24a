package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sinks whose maintenance is wrong. */
final class BrokenKeeping {
  private BrokenKeeping() {}

  /** Right maintenance; what is broken is overridden. */
  static class Maintained implements Maintenance {
    final Maintenance right;

    Maintained(Maintenance right) {
      this.right = right;
    }

    @Override
    public long count(ReadContext context) throws SinkException {
      return right.count(context);
    }

    @Override
    public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
      right.scan(context, visitor);
    }

    @Override
    public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
        throws SinkException {
      return right.find(names, context);
    }

    @Override
    public void drop() throws SinkException {
      right.drop();
    }
  }

  private interface Keeping {
    Maintenance of(Maintenance right, MemoryTable table);
  }

  private static Alteration keeping(Keeping keeping) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Maintenance maintenance() {
            return keeping.of(right.maintenance(), table);
          }
        };
  }

  static Alteration countsTombstones() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public long count(ReadContext context) {
                return table.newest().size();
              }
            });
  }

  /** Answers the count of the time before last, as a store does that has not refreshed. */
  static Alteration countsWhatItSawBefore() {
    return (right, table) -> {
      AtomicLong seen = new AtomicLong();
      return new Altered(right, table) {
        @Override
        public Maintenance maintenance() {
          return new Maintained(right.maintenance()) {
            @Override
            public long count(ReadContext context) throws SinkException {
              return seen.getAndSet(right.count(context));
            }
          };
        }
      };
    };
  }

  static Alteration scansLiveResourcesOnly() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(context, entry -> entry.deleted() || visitor.visit(entry));
              }
            });
  }

  static Alteration scansSomeTwice() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(
                    context,
                    entry -> {
                      boolean goOn = visitor.visit(entry);
                      return goOn && (entry.deleted() || visitor.visit(entry));
                    });
              }
            });
  }

  /** Scans what it remembers of its writing instead of what is stored. */
  static Alteration scansHashesFromMemory() {
    Map<String, Map<String, String>> remembered = new ConcurrentHashMap<>();
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            for (Projected<MemoryDocument> item : batch) {
              remembered
                  .computeIfAbsent(item.id().toString(), name -> new ConcurrentHashMap<>())
                  .put(Optional.of(item.version()).toString(), projection().hash(item.value()));
            }
            return right.write(batch);
          }

          @Override
          public Maintenance maintenance() {
            return new Maintained(right.maintenance()) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(context, entry -> visitor.visit(fromMemory(entry)));
              }
            };
          }

          private ViewEntry fromMemory(ViewEntry entry) {
            String hash =
                remembered
                    .getOrDefault(entry.name(), Map.of())
                    .getOrDefault(entry.version().toString(), entry.hash());
            return ViewEntry.of(entry.name(), entry.version(), entry.deleted(), hash);
          }
        };
  }

  static Alteration findsNoTombstones() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
                  throws SinkException {
                Map<String, ViewEntry> found = new HashMap<>(right.find(names, context));
                found.values().removeIf(ViewEntry::deleted);
                return found;
              }
            });
  }

  /** Looks up one page and no more. */
  static Alteration findsTheFirstHundreds() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
                  throws SinkException {
                return right.find(names.stream().limit(300).toList(), context);
              }
            });
  }

  static Alteration scansUpToTheUnreadable() {
    Reason foreign = new Reason("foreign-document", "The view holds what is none of ours.");
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                List<ViewEntry> entries = new ArrayList<>();
                right.scan(context, entries::add);
                for (ViewEntry entry : entries) {
                  if (entry.hash().isEmpty()) {
                    throw new Failure(Action.STOP, foreign).exception();
                  }
                  if (!visitor.visit(entry)) {
                    return;
                  }
                }
              }
            });
  }

  static Alteration scansPastTheUnreadable() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(context, entry -> entry.hash().isEmpty() || visitor.visit(entry));
              }
            });
  }

  static Alteration dropsNothing() {
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void drop() {}
            });
  }

  static Alteration dropsOnlyOnce() {
    Reason gone = new Reason("table-unknown", "There is no such table.");
    return keeping(
        (right, table) ->
            new Maintained(right) {
              @Override
              public void drop() throws SinkException {
                try {
                  right.count(ReadContext.of("drop", Instant.MAX, Clock.systemUTC()));
                } catch (SinkException e) {
                  throw new Failure(Action.STOP, gone).exception(e);
                }
                right.drop();
              }
            });
  }
}
