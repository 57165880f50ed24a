package io.distributary.sinks.elasticsearch;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.time.Clock;
import java.util.List;

/** One revision of one view, in one index. */
final class ElasticsearchSink implements Sink<ElasticsearchDocument> {
  private final ElasticsearchConnection connection;
  private final ElasticsearchProjection projection = new ElasticsearchProjection();
  private final ElasticsearchWriter writer;
  private final ElasticsearchRepair repair;
  private final Readers readers;
  private final Maintenance maintenance;

  ElasticsearchSink(ElasticsearchConnection connection, ElasticsearchSchema schema, Clock clock) {
    this.connection = connection;
    this.writer = ElasticsearchWriter.takingHigherVersions(connection, schema.live());
    this.repair = new ElasticsearchRepair(connection, schema);
    this.readers =
        Readers.none()
            .withNativeQuery(new ElasticsearchNativeQuery(connection, schema.live(), clock));
    this.maintenance = new ElasticsearchMaintenance(connection, schema, clock);
  }

  @Override
  public Projection<ElasticsearchDocument> projection() {
    return projection;
  }

  @Override
  public WriteResult write(List<Projected<ElasticsearchDocument>> batch) throws SinkException {
    return writer.write(batch.stream().map(Projected::value).toList());
  }

  @Override
  public WriteResult repair(List<Correction<ElasticsearchDocument>> corrections)
      throws SinkException {
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
    connection.close();
  }
}
