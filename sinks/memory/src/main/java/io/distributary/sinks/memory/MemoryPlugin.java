package io.distributary.sinks.memory;

import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkPlugin;

/** Opens sinks that keep their view in this JVM. */
public final class MemoryPlugin implements SinkPlugin<MemoryConfig> {
  @Override
  public String type() {
    return "memory";
  }

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<MemoryConfig> configType() {
    return MemoryConfig.class;
  }

  @Override
  public Sink<MemoryDocument> open(MemoryConfig config, SinkContext context) {
    MemorySchema schema = MemorySchema.of(config.namespace() + context.suffix());
    schema.create();
    MemoryProjection projection = new MemoryProjection(config.keepsHistory());
    return Sink.of(
            projection,
            new MemoryWriter(schema, projection, config.largest()),
            new MemoryRepair(schema),
            new MemoryMaintenance(schema, projection))
        .readers(readers(schema, config.keepsHistory()))
        .closing(schema::close)
        .build();
  }

  private static Readers readers(MemorySchema schema, boolean keepsHistory) {
    MemoryReader reader = new MemoryReader(schema);
    Readers current =
        Readers.none()
            .withResource(reader)
            .withChart(reader)
            .withType(reader)
            .withNativeQuery(new MemoryNativeQuery(schema));
    return keepsHistory ? current.withHistory(reader) : current;
  }
}
