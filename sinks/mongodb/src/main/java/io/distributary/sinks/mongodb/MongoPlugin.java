package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** Keeps a view in MongoDB. */
public final class MongoPlugin implements SinkPlugin<MongoConfig> {
  @Override
  public String type() {
    return "mongodb";
  }

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<MongoConfig> configType() {
    return MongoConfig.class;
  }

  @Override
  public Sink<MongoDocument> open(MongoConfig config, SinkContext context) throws SinkException {
    MongoClient client = MongoClients.create(config.clientSettings());
    boolean opened = false;
    try {
      MongoSchema schema = new MongoSchema(client.getDatabase(config.database()), context.suffix());
      schema.prepare();
      opened = true;
      return sink(client, schema, new MongoScan(schema, config.socketTimeout()));
    } finally {
      if (!opened) {
        client.close();
      }
    }
  }

  private static Sink<MongoDocument> sink(MongoClient client, MongoSchema schema, MongoScan scan) {
    MongoReader reader = new MongoReader(schema, scan);
    return Sink.of(
            MongoProjection.INSTANCE,
            new MongoWriter(schema),
            new MongoRepair(schema),
            new MongoMaintenance(schema, scan))
        .readers(
            Readers.none()
                .withResource(reader)
                .withType(reader)
                .withNativeQuery(new MongoNativeQuery(schema)))
        .closing(client::close)
        .build();
  }
}
