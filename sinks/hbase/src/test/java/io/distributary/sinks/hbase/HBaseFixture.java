package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.servers.Ports;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Table;

/** What the kit must know of HBase. */
record HBaseFixture(HbaseAddress hbase) implements SinkFixture<HBaseConfig> {
  @Override
  public SinkPlugin<HBaseConfig> plugin() {
    return new HBasePlugin();
  }

  @Override
  public HBaseConfig config(String namespace) {
    return TestView.config(hbase.host(), hbase.port(), namespace, 1);
  }

  @Override
  public Optional<HBaseConfig> unreachable() {
    int closed = Ports.pick(List.of("port"), "nobody listens at the kit's").get("port");
    return Optional.of(TestView.config("127.0.0.1", closed, "nowhere", 1));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id -> "{\"table\":\"resources\",\"row\":\"" + id + "\"}",
            type -> "{\"table\":\"resources\",\"prefix\":\"" + type + "/\"}",
            List.of(
                "{\"table\":\"../charts\",\"prefix\":\"\"}",
                "{\"table\":\"hbase:meta\",\"prefix\":\"\"}",
                "{\"table\":\"charts_r1\",\"prefix\":\"\"}",
                "{\"table\":\"charts\",\"prefix\":\"\",\"delete\":true}",
                "{\"table\":\"charts\",\"prefix\":\"\",\"filter\":\"PrefixFilter('a')\"}"),
            List.of(
                "{\"table\":\"charts\"}",
                "{\"table\":\"charts\",\"prefix\":7}",
                "{\"table\":\"charts\",\"prefix\":\"\",\"limit\":\"all\"}"),
            Optional.empty()));
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(this::alter);
  }

  /** Another body at the same timestamp: the later write is seen. */
  private void alter(String namespace, ResourceId id) throws Exception {
    HBaseConfig config = config(namespace);
    HBaseSchema schema = new HBaseSchema(namespace, "_r1", config.saltBuckets());
    try (Connection connection = ConnectionFactory.createConnection(config.client());
        Table resources = connection.getTable(schema.name(ViewTable.RESOURCES));
        Table charts = connection.getTable(schema.name(ViewTable.CHARTS))) {
      ResourceHead head = ResourceRow.current(resources.get(ResourceRow.get(id))).orElseThrow();
      charts.put(
          new Put(schema.keys().chart(head.key(), id))
              .addColumn(
                  HBaseSchema.FAMILY,
                  HBaseSchema.BODY,
                  head.version().value(),
                  RowKeys.bytes("{\"altered\":true}")));
    }
  }
}
