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

/** A view's readers and maintenance, each call made as {@link PluginCalls} says. */
final class GuardedReaders {
  private final PluginCalls calls;

  GuardedReaders(PluginCalls calls) {
    this.calls = calls;
  }

  Readers guard(Readers readers) {
    return new Readers(
        readers.resource().map(this::resource),
        readers.chart().map(this::chart),
        readers.type().map(this::type),
        readers.history().map(this::history),
        readers.nativeQuery().map(this::nativeQuery));
  }

  private ResourceReader resource(ResourceReader reader) {
    return new ResourceReader() {
      @Override
      public Optional<StoredResource> read(ResourceId id, ReadContext context)
          throws SinkException {
        return calls.call(() -> reader.read(id, context));
      }

      @Override
      public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
          throws SinkException {
        return calls.call(() -> reader.heads(ids, context));
      }
    };
  }

  private ChartReader chart(ChartReader reader) {
    return (key, context, visitor) ->
        calls.visit(visitor, guarded -> reader.chart(key, context, guarded));
  }

  private TypeReader type(TypeReader reader) {
    return (type, context, visitor) ->
        calls.visit(visitor, guarded -> reader.type(type, context, guarded));
  }

  private HistoryReader history(HistoryReader reader) {
    return new HistoryReader() {
      @Override
      public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
          throws SinkException {
        calls.visit(visitor, guarded -> reader.history(id, context, guarded));
      }

      @Override
      public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
          throws SinkException {
        return calls.call(() -> reader.version(id, version, context));
      }
    };
  }

  private NativeQuery nativeQuery(NativeQuery query) {
    return new NativeQuery() {
      @Override
      public QueryResult query(Map<String, @Nullable Object> body, ReadContext context)
          throws SinkException {
        return calls.call(() -> query.query(body, context));
      }

      @Override
      public String example() {
        return calls.get(query::example);
      }
    };
  }

  Maintenance guard(Maintenance maintenance) {
    return new Maintenance() {
      @Override
      public long count(ReadContext context) throws SinkException {
        return calls.call(() -> maintenance.count(context));
      }

      @Override
      public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
        calls.visit(visitor, guarded -> maintenance.scan(context, guarded));
      }

      @Override
      public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
          throws SinkException {
        return calls.call(() -> maintenance.find(names, context));
      }

      @Override
      public void drop() throws SinkException {
        calls.run(maintenance::drop);
      }
    };
  }
}
