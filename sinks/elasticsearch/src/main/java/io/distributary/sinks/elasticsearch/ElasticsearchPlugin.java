package io.distributary.sinks.elasticsearch;

import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** Sinks of the type {@code elasticsearch}. */
public final class ElasticsearchPlugin implements SinkPlugin<ElasticsearchConfig> {
  @Override
  public String type() {
    return "elasticsearch";
  }

  @Override
  public Class<ElasticsearchConfig> configType() {
    return ElasticsearchConfig.class;
  }

  @Override
  public Sink<?> open(ElasticsearchConfig config, SinkContext context) throws SinkException {
    ElasticsearchConnection connection = ElasticsearchConnection.to(config);
    ElasticsearchSchema schema = new ElasticsearchSchema(config, context, connection);
    try {
      schema.create();
    } catch (SinkException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return new ElasticsearchSink(connection, schema, context.clock());
  }
}
