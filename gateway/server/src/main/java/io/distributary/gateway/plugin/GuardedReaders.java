package io.distributary.gateway.plugin;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A view's readers and maintenance, each call made as {@link PluginGuard} says: readers on their
 * callers' threads, which are workers that others give up; maintenance on the guard's. What a
 * caller may not read is left out here, whatever the plugin does about it.
 */
final class GuardedReaders {
  private final PluginGuard guard;

  GuardedReaders(PluginGuard guard) {
    this.guard = guard;
  }

  /**
   * @param example of the native query, which has been asked for already
   */
  Readers guard(Readers readers, String example) {
    Readers guarded = Readers.none();
    guarded = with(guarded, Readers::withResource, readers.resource().map(this::resource));
    guarded = with(guarded, Readers::withChart, readers.chart().map(this::chart));
    guarded = with(guarded, Readers::withType, readers.type().map(this::type));
    guarded = with(guarded, Readers::withHistory, readers.history().map(this::history));
    return with(
        guarded,
        Readers::withNativeQuery,
        readers.nativeQuery().map(query -> nativeQuery(query, example)));
  }

  private static <R> Readers with(
      Readers readers, BiFunction<Readers, R, Readers> with, Optional<R> reader) {
    return reader.isPresent() ? with.apply(readers, reader.get()) : readers;
  }

  private ResourceReader resource(ResourceReader reader) {
    return new ResourceReader() {
      @Override
      public Optional<StoredResource> read(ResourceId id, ReadContext context)
          throws SinkException {
        return guard
            .read(PluginCall.READ, context, () -> reader.read(id, context))
            .filter(stored -> isPermitted(stored.head(), context));
      }

      @Override
      public void readAll(
          Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
          throws SinkException {
        guard.readEach(
            PluginCall.READ_ALL,
            context,
            permitted(visitor, context),
            guarded -> {
              reader.readAll(ids, context, guarded);
              return true;
            });
      }

      @Override
      public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
          throws SinkException {
        Map<ResourceId, ResourceHead> heads =
            guard.read(PluginCall.HEADS, context, () -> reader.heads(ids, context));
        return context.access().isEverything()
            ? heads
            : heads.entrySet().stream()
                .filter(entry -> isPermitted(entry.getValue(), context))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      }
    };
  }

  private ChartReader chart(ChartReader reader) {
    return (key, from, context, visitor) ->
        context.access().permits(key)
            ? guard.readEach(
                PluginCall.CHART,
                context,
                permitted(visitor, context),
                guarded -> reader.chart(key, from, context, guarded))
            : Optional.empty();
  }

  private TypeReader type(TypeReader reader) {
    return (type, context, visitor) ->
        guard.readEach(
            PluginCall.TYPE,
            context,
            permitted(visitor, context),
            guarded -> {
              reader.type(type, context, guarded);
              return true;
            });
  }

  private HistoryReader history(HistoryReader reader) {
    return new HistoryReader() {
      @Override
      public Optional<Cursor> history(
          ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
          throws SinkException {
        return guard.readEach(
            PluginCall.HISTORY,
            context,
            permitted(visitor, context),
            guarded -> reader.history(id, from, context, guarded));
      }

      @Override
      public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
          throws SinkException {
        return guard
            .read(PluginCall.VERSION, context, () -> reader.version(id, version, context))
            .filter(stored -> isPermitted(stored.head(), context));
      }
    };
  }

  private static boolean isPermitted(ResourceHead head, ReadContext context) {
    return context.access().permits(head.key());
  }

  /** Leaves out what the caller may not read, whatever the plugin hands over. */
  private static Visitor<StoredResource> permitted(
      Visitor<StoredResource> visitor, ReadContext context) {
    return context.access().isEverything()
        ? visitor
        : stored -> !isPermitted(stored.head(), context) || visitor.visit(stored);
  }

  private NativeQuery nativeQuery(NativeQuery query, String example) {
    return new NativeQuery() {
      @Override
      public QueryResult query(Map<String, @Nullable Object> body, ReadContext context)
          throws SinkException {
        if (!context.access().isEverything()) {
          throw new InvalidQueryException(
              "A query in the store's own language is for callers who may read everything.");
        }
        return guard.read(PluginCall.QUERY, context, () -> query.query(body, context));
      }

      @Override
      public String example() {
        return example;
      }
    };
  }

  Maintenance guard(Maintenance maintenance) {
    return new Maintenance() {
      @Override
      public long count(ReadContext context) throws SinkException {
        return guard.ask(PluginCall.COUNT, context, () -> maintenance.count(context));
      }

      @Override
      public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
        guard.askEach(
            PluginCall.SCAN,
            context,
            visitor,
            guarded -> {
              maintenance.scan(context, guarded);
              return true;
            });
      }

      @Override
      public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
          throws SinkException {
        return guard.ask(PluginCall.FIND, context, () -> maintenance.find(names, context));
      }

      @Override
      public void drop() throws SinkException {
        guard.call(
            PluginCall.DROP,
            () -> {
              maintenance.drop();
              return true;
            });
      }
    };
  }
}
