package org.example.h2sink;

import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

/** The contract, with a database in memory. */
class H2MemoryConformanceTest extends SinkConformance {

  @Override
  protected SinkFixture<?> fixture() {
    return new H2Fixture(namespace -> "jdbc:h2:mem:" + namespace + ";DB_CLOSE_DELAY=-1");
  }
}
