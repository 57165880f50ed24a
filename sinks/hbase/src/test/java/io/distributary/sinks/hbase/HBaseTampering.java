package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.DATE;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.sink.tck.SinkFixture;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Table;

/** Somebody at the shell of HBase. */
record HBaseTampering(Function<String, HBaseConfig> configs) implements SinkFixture.Tampering {
  /** Work with the view's tables. */
  interface Work {
    void on(Shell shell) throws Exception;
  }

  void with(String namespace, Work work) throws Exception {
    HBaseConfig config = configs.apply(namespace);
    HBaseSchema schema = new HBaseSchema(namespace, "_r1", config.saltBuckets());
    try (Connection connection = ConnectionFactory.createConnection(config.client())) {
      work.on(new Shell(connection, schema));
    }
  }

  /** The tables, and where a live resource lies in them. */
  record Shell(Connection connection, HBaseSchema schema) {
    void put(ViewTable name, Put put) throws IOException {
      try (Table table = connection.getTable(schema.name(name))) {
        table.put(put);
      }
    }

    /** As {@code deleteall}: a marker at the server's clock. */
    void deleteAll(ViewTable name, byte[] row) throws IOException {
      try (Table table = connection.getTable(schema.name(name))) {
        table.delete(new Delete(row));
      }
    }

    Result get(ViewTable name, byte[] row) throws IOException {
      try (Table table = connection.getTable(schema.name(name))) {
        return table.get(new Get(row));
      }
    }

    ChartRow chart(ResourceId id) throws IOException {
      var head = ResourceRow.current(get(ViewTable.RESOURCES, RowKeys.resource(id))).orElseThrow();
      return ChartRow.of(get(ViewTable.CHARTS, schema.keys().chart(head.key(), id))).orElseThrow();
    }

    byte[] row(ChartRow chart) {
      return schema.keys().chart(chart.key(), chart.id());
    }

    Optional<byte[]> date(ChartRow chart) {
      return HBaseProjection.date(chart.body())
          .map(date -> schema.keys().timeline(chart.key(), date.earliest(), chart.id()));
    }

    /** Writes the chart's cells under another name or version. */
    void copy(ChartRow chart, String name, long version) throws IOException {
      byte[] head = chart.head().encode();
      String key = chart.key().toString();
      put(
          ViewTable.CHARTS,
          new Put(schema.keys().chart(key, name))
              .addColumn(FAMILY, BODY, version, chart.body())
              .addColumn(FAMILY, HEAD, version, head));
      put(
          ViewTable.RESOURCES,
          new Put(RowKeys.raw(name)).addColumn(FAMILY, RowKeys.raw(key), version, head));
      Optional<ClinicalDate> date = HBaseProjection.date(chart.body());
      if (date.isPresent()) {
        put(
            ViewTable.TIMELINE,
            new Put(schema.keys().timeline(key, date.get().earliest(), name))
                .addColumn(FAMILY, DATE, version, RowKeys.raw(date.get().text())));
      }
    }
  }

  /** Another body at the same timestamp: the later write is seen. */
  @Override
  public void alter(String namespace, ResourceId id) throws Exception {
    with(
        namespace,
        shell -> {
          ChartRow chart = shell.chart(id);
          shell.put(
              ViewTable.CHARTS,
              new Put(shell.row(chart))
                  .addColumn(
                      FAMILY, BODY, chart.version().value(), RowKeys.bytes("{\"altered\":true}")));
        });
  }

  @Override
  public boolean remove(String namespace, ResourceId id) throws Exception {
    with(
        namespace,
        shell -> {
          ChartRow chart = shell.chart(id);
          Optional<byte[]> date = shell.date(chart);
          if (date.isPresent()) {
            shell.deleteAll(ViewTable.TIMELINE, date.get());
          }
          shell.deleteAll(ViewTable.CHARTS, shell.row(chart));
          shell.deleteAll(ViewTable.RESOURCES, RowKeys.resource(id));
        });
    return true;
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) throws Exception {
    with(
        namespace,
        shell -> {
          ChartRow chart = shell.chart(copied);
          shell.copy(chart, name, chart.version().value());
        });
    return true;
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) throws Exception {
    with(namespace, shell -> shell.copy(shell.chart(id), id.toString(), version.value()));
    return true;
  }

  @Override
  public boolean spoil(String namespace, ResourceId id) throws Exception {
    with(
        namespace,
        shell -> {
          ChartRow chart = shell.chart(id);
          shell.put(
              ViewTable.CHARTS,
              new Put(shell.row(chart))
                  .addColumn(FAMILY, HEAD, chart.version().value(), RowKeys.bytes("spoiled")));
        });
    return true;
  }
}
