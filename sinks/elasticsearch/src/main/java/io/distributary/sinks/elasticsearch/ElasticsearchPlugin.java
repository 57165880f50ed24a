package io.distributary.sinks.elasticsearch;

import io.distributary.sink.Readers;
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
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<ElasticsearchConfig> configType() {
    return ElasticsearchConfig.class;
  }

  @Override
  public Sink<ElasticsearchDocument> open(ElasticsearchConfig config, SinkContext context)
      throws SinkException {
    ElasticsearchConnection connection = ElasticsearchConnection.to(config);
    ElasticsearchSchema schema = new ElasticsearchSchema(config, context, connection);
    try {
      schema.create();
    } catch (SinkException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return sink(connection, schema);
  }

  static Sink<ElasticsearchDocument> sink(
      ElasticsearchConnection connection, ElasticsearchSchema schema) {
    return Sink.of(
            new ElasticsearchProjection(),
            ElasticsearchWriter.takingHigherVersions(connection, schema.live()),
            new ElasticsearchRepair(connection, schema),
            new ElasticsearchMaintenance(connection, schema))
        .readers(
            Readers.none().withNativeQuery(new ElasticsearchNativeQuery(connection, schema.live())))
        .closing(connection::close)
        .build();
  }
}
