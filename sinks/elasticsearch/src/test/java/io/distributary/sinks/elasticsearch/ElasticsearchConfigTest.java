package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ElasticsearchConfigTest {
  @Test
  void anAddressIsEnough() {
    // When
    ElasticsearchConfig config = of("http://localhost:9200");

    // Then
    assertThat(config.indexPrefix()).isEqualTo("distributary");
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.nodes()).hasSize(1);
  }

  @Test
  void severalNodesAreSeparatedByCommas() {
    // When
    ElasticsearchConfig config = of("http://a, https://b:9243/");

    // Then
    assertThat(config.nodes())
        .extracting(Object::toString)
        .containsExactly("http://a:9200", "https://b:9243");
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    assertThatThrownBy(
            () ->
                new ElasticsearchConfig(
                    "ftp://x",
                    "Upper",
                    "user",
                    null,
                    new Secret("k"),
                    0,
                    -1,
                    Duration.ZERO,
                    Duration.ofHours(1)))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(InvalidConfigException.Problem::path)
                    .containsExactly(
                        "uri",
                        "indexPrefix",
                        "username",
                        "apiKey",
                        "shards",
                        "replicas",
                        "connectTimeout",
                        "timeout"));
    assertThatThrownBy(() -> of(null)).hasMessage("uri: is required");
  }

  @Test
  void credentialsAreNeverShown() {
    // Given
    ElasticsearchConfig config =
        new ElasticsearchConfig(
            "http://a", null, "user", new Secret("canary"), null, null, null, null, null);

    // Then
    assertThat(config.toString()).doesNotContain("canary");
    assertThatThrownBy(() -> of("http://user:canary@a")).message().doesNotContain("canary");
  }

  private static ElasticsearchConfig of(String uri) {
    return new ElasticsearchConfig(uri, null, null, null, null, null, null, null, null);
  }
}
