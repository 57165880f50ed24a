package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class Neo4jConfigTest {
  @Test
  void anAddressIsEnough() {
    // When
    Neo4jConfig config =
        new Neo4jConfig(URI.create("bolt://db:7687"), null, null, null, null, null, null, null);

    // Then
    assertThat(config.database()).isEqualTo("neo4j");
    assertThat(config.types()).contains("Patient", "Group").hasSize(19);
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    // When
    InvalidConfigException invalid =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                new Neo4jConfig(
                    URI.create("http://user:pass@db"),
                    "system",
                    "reader",
                    null,
                    List.of("Stub", "Patient"),
                    Duration.ZERO,
                    null,
                    null));

    // Then
    assertThat(invalid.problems())
        .extracting(InvalidConfigException.Problem::path)
        .containsExactly("uri", "uri", "database", "username", "types", "connectTimeout");
  }

  @Test
  void thePasswordIsNotShown() {
    // When
    Neo4jConfig config =
        new Neo4jConfig(
            URI.create("neo4j+s://db"), null, "w", new Secret("hush"), null, null, null, null);

    // Then
    assertThat(config.toString()).doesNotContain("hush");
  }
}
