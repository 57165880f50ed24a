package org.example.h2sink;

import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with a database in a file. */
class H2FileConformanceTest extends SinkConformance {

  @TempDir private Path folder;

  @Override
  protected SinkFixture<?> fixture() {
    return new H2Fixture(namespace -> "jdbc:h2:async:" + folder.resolve(namespace));
  }
}
