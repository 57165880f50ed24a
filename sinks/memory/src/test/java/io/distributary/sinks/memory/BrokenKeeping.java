package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.ContentHash;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.RefusedEventException;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sinks whose maintenance, projection or discretion is wrong. */
final class BrokenKeeping {
  private BrokenKeeping() {}

  /** Right maintenance; what is broken is overridden. */
  private static class Maintained implements Maintenance {
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
    Map<ResourceId, Map<String, String>> remembered = new ConcurrentHashMap<>();
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            for (Projected<MemoryDocument> item : batch) {
              remembered
                  .computeIfAbsent(item.id(), id -> new ConcurrentHashMap<>())
                  .put(item.version().toString(), projection().hash(item.value()));
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
                    .getOrDefault(entry.id(), Map.of())
                    .getOrDefault(entry.version().toString(), entry.hash());
            return new ViewEntry(entry.id(), entry.version(), entry.deleted(), hash);
          }
        };
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
                  right.count(new ReadContext("drop", Instant.MAX, 1, 1));
                } catch (SinkException e) {
                  throw new SinkException(Action.STOP, gone, e);
                }
                right.drop();
              }
            });
  }

  private interface Projecting {
    String hash(Projection<MemoryDocument> right, MemoryDocument document);
  }

  private static Alteration hashing(Projecting projecting) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), projecting, right.projection().keepsHistory());
          }

          @Override
          public Maintenance maintenance() {
            return new Maintained(right.maintenance()) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(context, entry -> visitor.visit(rehashed(entry)));
              }
            };
          }

          private ViewEntry rehashed(ViewEntry entry) {
            String hash = projection().hash(table.newest(entry.id()).orElseThrow());
            return new ViewEntry(entry.id(), entry.version(), entry.deleted(), hash);
          }
        };
  }

  private record Hashing(
      Projection<MemoryDocument> right, Projecting projecting, boolean keepsHistory)
      implements Projection<MemoryDocument> {
    @Override
    public int version() {
      return right.version();
    }

    @Override
    public Optional<MemoryDocument> project(Event event) throws RefusedEventException {
      return right.project(event);
    }

    @Override
    public String hash(MemoryDocument projected) {
      return projecting.hash(right, projected);
    }
  }

  static Alteration hashesTheVersion() {
    return hashing(
        (right, document) ->
            new ContentHash().add(right.hash(document)).add(document.version().toString()).hex());
  }

  static Alteration hashesTheBodyAlone() {
    return hashing((right, document) -> new ContentHash().add(document.json()).hex());
  }

  /** Says that it keeps history, and keeps the newest version alone. */
  static Alteration claimsHistory() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), Projection::hash, true);
          }

          @Override
          public Readers readers() {
            return right.readers().withHistory(new TableHistory(table));
          }
        };
  }

  private record TableHistory(MemoryTable table) implements HistoryReader {
    @Override
    public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor) {
      for (MemoryDocument document : table.history(id)) {
        if (!visitor.visit(document.stored())) {
          return;
        }
      }
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context) {
      return table.version(id, version).map(MemoryDocument::stored);
    }
  }

  /** Offers a history of which it keeps the newest version. */
  static Alteration offersHistoryThatItDoesNotKeep() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), Projection::hash, false);
          }
        };
  }

  static Alteration logsWhatItDidNotExpect() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            batch.stream()
                .filter(item -> item.id().type().equals("Patient"))
                .flatMap(item -> item.event().resource().values("valueQuantity"))
                .forEach(value -> System.err.println("Unexpected in a Patient: " + value));
            return right.write(batch);
          }
        };
  }

  static Alteration showsWhatItWroteLast() {
    return (right, table) ->
        new Altered(right, table) {
          private String last = "";

          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            last = batch.isEmpty() ? "" : batch.get(0).event().resource().tree().toString();
            return right.write(batch);
          }

          @Override
          public String toString() {
            return last;
          }
        };
  }

  static Alteration echoesContentInARefusal() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            List<Outcome> outcomes = new ArrayList<>(right.write(batch).outcomes());
            for (int i = 0; i < batch.size(); i++) {
              if (Picky.refuses(batch.get(i))) {
                String content = batch.get(i).event().resource().tree().toString();
                outcomes.set(i, Outcome.reject(new Reason("refused-by-driver", content)));
              }
            }
            return new WriteResult(outcomes);
          }
        };
  }

  static Alteration echoesContentInAnException() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            try {
              return right.write(batch);
            } catch (SinkException e) {
              String content = batch.get(0).event().resource().tree().toString();
              throw new IllegalStateException("cannot write " + content, e);
            }
          }
        };
  }

  static Alteration makesReadersAnew() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Readers readers() {
            Readers readers = right.readers();
            return readers.withChart(
                (key, context, visitor) ->
                    readers.chart().orElseThrow().chart(key, context, visitor));
          }
        };
  }

  /** A right sink whose view keeps some types only and answers nothing by id. */
  static Alteration keepsSomeTypesAndIsScannedOnly(List<String> types) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Selective(right.projection(), types);
          }

          @Override
          public Readers readers() {
            return Readers.none().withNativeQuery(right.readers().nativeQuery().orElseThrow());
          }
        };
  }

  private record Selective(Projection<MemoryDocument> right, List<String> types)
      implements Projection<MemoryDocument> {
    @Override
    public int version() {
      return right.version();
    }

    @Override
    public boolean keepsHistory() {
      return right.keepsHistory();
    }

    @Override
    public Optional<MemoryDocument> project(Event event) throws RefusedEventException {
      return types.contains(event.id().type()) ? right.project(event) : Optional.empty();
    }

    @Override
    public String hash(MemoryDocument projected) {
      return right.hash(projected);
    }
  }

  static Sink<MemoryDocument> unaltered(Sink<MemoryDocument> right, MemoryTable table) {
    return new Altered(right, table);
  }
}
