package io.distributary.sinks.hbase;

import io.distributary.servers.Ports;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.util.List;
import java.util.Optional;

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
    return Optional.of(new HBaseTampering(this::config));
  }
}
