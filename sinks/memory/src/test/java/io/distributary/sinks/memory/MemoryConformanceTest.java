package io.distributary.sinks.memory;

import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

class MemoryConformanceTest extends SinkConformance {
  @Override
  protected SinkFixture<?> fixture() {
    return MemoryFixture.plain(true);
  }
}
