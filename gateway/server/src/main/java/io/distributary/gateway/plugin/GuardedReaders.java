package io.distributary.gateway.plugin;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
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
import org.jspecify.annotations.Nullable;

/**
 * A view's readers and maintenance, each call made as {@link PluginGuard} says: readers on their
 * callers' threads, which are workers that others give up; maintenance on the guard's.
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
    return new Readers(
        readers.resource().map(this::resource),
        readers.chart().map(this::chart),
        readers.type().map(this::type),
        readers.history().map(this::history),
        readers.nativeQuery().map(query -> nativeQuery(query, example)));
  }

  private ResourceReader resource(ResourceReader reader) {
    return new ResourceReader() {
      @Override
      public Optional<StoredResource> read(ResourceId id, ReadContext context)
          throws SinkException {
        return guard.read(PluginCall.READ, context, () -> reader.read(id, context));
      }

      @Override
      public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
          throws SinkException {
        return guard.read(PluginCall.HEADS, context, () -> reader.heads(ids, context));
      }
    };
  }

  private ChartReader chart(ChartReader reader) {
    return (key, context, visitor) ->
        guard.readEach(
            PluginCall.CHART, context, visitor, guarded -> reader.chart(key, context, guarded));
  }

  private TypeReader type(TypeReader reader) {
    return (type, context, visitor) ->
        guard.readEach(
            PluginCall.TYPE, context, visitor, guarded -> reader.type(type, context, guarded));
  }

  private HistoryReader history(HistoryReader reader) {
    return new HistoryReader() {
      @Override
      public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
          throws SinkException {
        guard.readEach(
            PluginCall.HISTORY, context, visitor, guarded -> reader.history(id, context, guarded));
      }

      @Override
      public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
          throws SinkException {
        return guard.read(PluginCall.VERSION, context, () -> reader.version(id, version, context));
      }
    };
  }

  private NativeQuery nativeQuery(NativeQuery query, String example) {
    return new NativeQuery() {
      @Override
      public QueryResult query(Map<String, @Nullable Object> body, ReadContext context)
          throws SinkException {
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
            PluginCall.SCAN, context, visitor, guarded -> maintenance.scan(context, guarded));
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
