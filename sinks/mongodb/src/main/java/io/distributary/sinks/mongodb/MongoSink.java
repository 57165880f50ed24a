package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.time.Duration;
import java.util.List;

/** One revision of a view in MongoDB. */
final class MongoSink implements Sink<MongoDocument> {
  private final MongoClient client;
  private final MongoWriter writer;
  private final MongoRepair repair;
  private final Readers readers;
  private final Maintenance maintenance;

  private MongoSink(
      MongoClient client, MongoSchema schema, Duration longestSilence, SinkContext context) {
    this.client = client;
    this.writer = new MongoWriter(schema);
    this.repair = new MongoRepair(schema);
    MongoScan scan = new MongoScan(schema, longestSilence, context.clock());
    MongoReader reader = new MongoReader(schema, scan, context.clock());
    this.readers =
        Readers.none()
            .withResource(reader)
            .withType(reader)
            .withNativeQuery(new MongoNativeQuery(schema, context.clock()));
    this.maintenance = new MongoMaintenance(schema, scan, context.clock());
  }

  static MongoSink open(MongoConfig config, SinkContext context) throws SinkException {
    MongoClient client = MongoClients.create(config.clientSettings());
    boolean opened = false;
    try {
      MongoSchema schema = new MongoSchema(client.getDatabase(config.database()), context.suffix());
      schema.prepare();
      opened = true;
      return new MongoSink(client, schema, config.socketTimeout(), context);
    } finally {
      if (!opened) {
        client.close();
      }
    }
  }

  @Override
  public Projection<MongoDocument> projection() {
    return MongoProjection.INSTANCE;
  }

  @Override
  public WriteResult write(List<Projected<MongoDocument>> batch) throws SinkException {
    return writer.write(batch);
  }

  @Override
  public WriteResult repair(List<Correction<MongoDocument>> corrections) throws SinkException {
    return repair.repair(corrections);
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  @Override
  public void close() {
    client.close();
  }
}
