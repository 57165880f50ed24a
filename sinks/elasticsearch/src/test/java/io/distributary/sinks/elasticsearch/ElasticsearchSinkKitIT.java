package io.distributary.sinks.elasticsearch;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;

import io.distributary.servers.testing.Needs;
import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

/** Every promise of the plugin contract, on a real server. */
@Needs(ELASTICSEARCH)
class ElasticsearchSinkKitIT extends SinkConformance {
  @Override
  protected SinkFixture<?> fixture() {
    return new ElasticsearchFixture();
  }
}
