package io.distributary.sinks.memory;

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
  public Class<MemoryConfig> configType() {
    return MemoryConfig.class;
  }

  @Override
  public Sink<?> open(MemoryConfig config, SinkContext context) {
    MemorySchema schema = new MemorySchema(config.namespace() + context.suffix());
    schema.create();
    return new MemorySink(
        schema, new MemoryProjection(config.keepsHistory()), config.largest(), context.clock());
  }
}
