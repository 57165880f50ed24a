package io.distributary.sinks.hbase;

import static io.distributary.servers.ServerKind.HBASE;

import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

@Needs(HBASE)
class HBaseSinkKitIT extends SinkConformance {
  @Override
  protected SinkFixture<?> fixture() {
    return new HBaseFixture(Servers.hbase());
  }
}
