package io.distributary.sinks.mongodb;

import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

@Needs(ServerKind.MONGODB)
class MongoSinkKitIT extends SinkConformance {
  @Override
  protected SinkFixture<?> fixture() {
    return new MongoFixture(Servers.mongodb().uri());
  }
}
