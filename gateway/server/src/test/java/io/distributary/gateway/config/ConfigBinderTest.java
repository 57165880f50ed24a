package io.distributary.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigBinderTest {
  @TempDir Path folder;

  /** A plugin's configuration, as a sink would have it. */
  record StoreConfig(String uri, Secret password) {}

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    // When
    GatewayConfig config = read("views: [{name: document, type: memory}]");

    // Then
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.delivery().batchSize()).isEqualTo(1000);
    assertThat(config.delivery().retry().max()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.plugins()).isEqualTo(folder.resolve("plugins"));
  }

  @Test
  void wholeExampleIsRead() throws IOException {
    // When
    GatewayConfig config =
        read(
            """
            http: {host: 127.0.0.1, port: 8081, maxBodyBytes: 16Mi, timeout: 30s}
            kafka: {bootstrapServers: localhost:9092, properties: {security.protocol: PLAINTEXT}}
            stream: {prefix: distributary, createTopics: true, partitions: 12, replicationFactor: 1}
            views:
              - {name: document, type: mongodb, config: {uri: "mongodb://localhost", database: distributary}}
            delivery: {batchSize: 1000, maxBytesInFlight: 32Mi, retry: {initial: 100ms, max: 30s}}
            """);

    // Then
    assertThat(config.kafka().properties()).containsEntry("security.protocol", "PLAINTEXT");
    assertThat(config.delivery().maxBytesInFlight()).isEqualTo(new Bytes(32 << 20));
    assertThat(config.views())
        .extracting(GatewayConfig.ConfiguredView::name)
        .containsExactly("document");
  }

  @Test
  void allProblemsAreSaidAtOnceWithTheirPaths() {
    // When, Then
    assertThatThrownBy(
            () ->
                read(
                    """
                    http: {host: 0.0.0.0, port: many, timeout: soon}
                    stream: {partitions: 0}
                    delivery: {batchsize: 5, retry: {initial: 1s, max: 10ms}}
                    views: [{name: Document, type: memory}, {type: memory}]
                    """))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidConfigException.class))
        .extracting(e -> e.problems().stream().map(InvalidConfigException.Problem::path).toList())
        .isEqualTo(
            List.of(
                "http.port",
                "http.timeout",
                "http.host",
                "stream.partitions",
                "delivery.batchsize",
                "delivery.retry.max",
                "views[0].name",
                "views[1].name"));
  }

  @Test
  void environmentStandsOverTheFile() throws IOException {
    // When
    GatewayConfig config =
        read(
            "{http: {port: 1}, views: [{name: document, type: memory}]}",
            Map.of("DISTRIBUTARY_HTTP_PORT", "9999", "DISTRIBUTARY_VIEWS_0_TYPE", "mongodb"));

    // Then
    assertThat(config.http().port()).isEqualTo(9999);
    assertThat(config.views().get(0).type()).isEqualTo("mongodb");
  }

  @Test
  void secretComesFromAFileOrTheEnvironmentAndNeverFromTheConfiguration() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("password"), "hunter2\n");

    // When
    StoreConfig fromFile = bind(Map.of(), Map.of("uri", "x", "passwordFile", file.toString()));
    StoreConfig fromEnvironment =
        bind(Map.of("DISTRIBUTARY_VIEWS_0_CONFIG_PASSWORD", "hunter3"), Map.of("uri", "x"));

    // Then
    assertThat(fromFile.password().reveal()).isEqualTo("hunter2");
    assertThat(fromFile.toString()).doesNotContain("hunter2");
    assertThat(fromEnvironment.password().reveal()).isEqualTo("hunter3");
    assertThatThrownBy(() -> bind(Map.of(), Map.of("password", "hunter4")))
        .hasMessageContaining("views[0].config.password")
        .hasMessageContaining("passwordFile")
        .hasMessageNotContaining("hunter4");
  }

  @Test
  void unknownNameIsReportedWithTheKnownOnes() {
    // When, Then
    assertThatThrownBy(() -> read("{veiws: []}"))
        .hasMessageContaining("veiws: is not known here. Known: http, kafka, stream");
  }

  @Test
  void fileThatIsNoYamlIsReportedWithItsLine() {
    // When, Then
    assertThatThrownBy(() -> read("http: {\nviews: ]"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void unauthenticatedGatewayListensBeyondLoopbackOnlyWhenToldSo() throws IOException {
    // When
    GatewayConfig told =
        read(
            "{http: {host: 0.0.0.0, allowInsecure: true}, views: [{name: document, type: memory}]}");

    // Then
    assertThat(told.http().host()).isEqualTo("0.0.0.0");
    assertThatThrownBy(
            () -> read("{http: {host: 0.0.0.0}, views: [{name: document, type: memory}]}"))
        .hasMessageContaining("http.allowInsecure");
  }

  private StoreConfig bind(Map<String, String> environment, Map<String, String> tree) {
    return new ConfigBinder(environment).bind(StoreConfig.class, tree, "views[0].config");
  }

  private GatewayConfig read(String yaml) throws IOException {
    return read(yaml, Map.of());
  }

  private GatewayConfig read(String yaml, Map<String, String> environment) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("gateway.yaml"), yaml), environment)
        .config();
  }
}
