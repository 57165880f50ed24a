package io.distributary.bench;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;
import static io.distributary.servers.ServerKind.HBASE;
import static io.distributary.servers.ServerKind.KAFKA;
import static io.distributary.servers.ServerKind.MONGODB;
import static io.distributary.servers.ServerKind.NEO4J;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.bench.Fanout.Plan;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(
    value = 8,
    unit = TimeUnit.MINUTES) // two processes start, one after the other, beside five servers
@Needs({KAFKA, MONGODB, HBASE, NEO4J, ELASTICSEARCH})
class FanoutIT {
  private static final Path ROOT = Path.of(System.getProperty("distributary.root"));

  @TempDir private Path folder;

  @Test
  void bothContendersBringAllEventsIntoAllStores() throws Exception {
    // Given
    Addresses addresses =
        new Addresses(
            Servers.kafka().port(),
            Servers.mongodb().port(),
            Servers.hbase().zookeeperPort(),
            Servers.neo4j().port(),
            Servers.elasticsearch().port());
    Plan plan =
        new Plan(
            ROOT, folder, ROOT.resolve("compose/sample"), 42, 300, 50, 1, List.of(Subject.ALL));
    PrintStream progress =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    // When
    Report report;
    try (Stores stores = new Stores(addresses)) {
      report = new Fanout(plan, addresses, stores, progress).run(); // counts what they hold
    }

    // Then
    Comparison all = report.comparisons().get(Subject.ALL);
    assertThat(all.seconds()).isPositive();
    assertThat(all.limitSeconds()).isPositive();
    assertThat(all.cpuSeconds()).isPositive();
    assertThat(all.limitCpuSeconds()).isPositive();
    assertThat(report.json()).startsWith("{\"events\":300,\"all\":{\"seconds\":");
  }
}
