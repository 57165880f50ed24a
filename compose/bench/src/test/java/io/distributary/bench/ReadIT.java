package io.distributary.bench;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;
import static io.distributary.servers.ServerKind.HBASE;
import static io.distributary.servers.ServerKind.KAFKA;
import static io.distributary.servers.ServerKind.MONGODB;
import static io.distributary.servers.ServerKind.NEO4J;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distributary.bench.read.ReadData;
import io.distributary.bench.read.ReadReport;
import io.distributary.bench.read.Reads;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.bench.stores.View;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 8, unit = TimeUnit.MINUTES) // a gateway starts beside five servers
@Needs({KAFKA, MONGODB, HBASE, NEO4J, ELASTICSEARCH})
class ReadIT {
  private static final Path ROOT = Path.of(System.getProperty("distributary.root"));

  @TempDir private Path folder;

  @Test
  void everyReadIsAnsweredByGatewayAndDriverWithAsManyRows() throws Exception {
    // Given
    String namespace = TestNamespace.of(ReadIT.class).name();
    Addresses addresses =
        new Addresses(
            Servers.kafka().port(),
            Servers.mongodb().port(),
            Servers.hbase().zookeeperPort(),
            Servers.neo4j().port(),
            Servers.elasticsearch().port());
    Contender.Setting setting =
        new Contender.Setting(ROOT, folder, namespace, addresses, List.of(View.values()));
    Reads.Plan plan = new Reads.Plan(Duration.ofMillis(20), Duration.ofMillis(40), 2, List.of());
    PrintStream progress =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try (Stores stores = new Stores(addresses)) {
      stores.clear(View.GRAPH, namespace);
    }

    // When
    ReadData data = ReadData.of(ROOT.resolve("compose/sample"), 42);
    ReadReport report = ReadCommand.measure(setting, data, plan, progress); // fails if rows differ

    // Then
    JsonNode reads = new ObjectMapper().readTree(report.json()).get("reads");
    assertThat(reads.findValuesAsText("read")).containsAll(Reads.QUESTIONS).hasSize(18);
    assertThat(report.table().lines()).hasSize(19);
    for (JsonNode read : reads) {
      assertThat(read.at("/gateway/p50Millis").asDouble()).as(read.toString()).isPositive();
      boolean alone = List.of("livez", "match").contains(read.get("read").asText());
      assertThat(read.get("ratio").isNull()).as(read.toString()).isEqualTo(alone);
      assertThat(read.get("driver").isNull()).as(read.toString()).isEqualTo(alone);
    }
    assertThat(reads.get(6).get("read").asText()).isEqualTo("everything");
    assertThat(reads.get(6).get("bytes").asInt()).isBetween(2_200_000, 2_800_000);
  }
}
