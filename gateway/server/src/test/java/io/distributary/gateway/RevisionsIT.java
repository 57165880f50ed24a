package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs(ServerKind.KAFKA)
class RevisionsIT {
  @TempDir Path folder;
  private final String namespace = TestNamespace.of(RevisionsIT.class).name();
  private String kafka;

  @BeforeEach
  void findKafka() {
    kafka = Servers.kafka().bootstrapServers();
  }

  @Test
  void pausedViewIsReadAndStaysPausedOverARestart() throws Exception {
    // Given
    try (RunningGateway gateway = start()) {
      put(gateway, "a");
      awaitLag(gateway, "0");

      // When
      assertThat(gateway.post("/views/document/pause").statusCode()).isEqualTo(202);
      awaitState(gateway, "PAUSED");
      put(gateway, "b");

      // Then
      awaitLag(gateway, "1");
      assertThat(gateway.get("/fhir/Patient/a").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/fhir/Patient/b").statusCode()).isEqualTo(404);
    }
    try (RunningGateway restarted = start()) {
      awaitState(restarted, "PAUSED");
      await()
          .alias("it can be read, and memory has forgotten")
          .atMost(Duration.ofSeconds(60))
          .until(() -> restarted.get("/fhir/Patient/a").statusCode(), status -> status == 404);
      restarted.post("/views/document/resume");
      awaitLag(restarted, "0");
      assertThat(restarted.get("/fhir/Patient/b").statusCode()).isEqualTo(200);
      awaitState(restarted, "RUNNING");
    }
  }

  @Test
  void rebuildStandsBesideTheLiveRevisionAndIsReadOnlyOnceItIsProven() throws Exception {
    try (RunningGateway gateway = start()) {
      // Given
      for (String id : List.of("a", "b", "c")) {
        put(gateway, id);
      }
      awaitLag(gateway, "0");

      // When
      gateway.post("/views/document/rebuild");
      await().atMost(Duration.ofSeconds(60)).until(() -> "0".equals(lagOf(gateway, 2)));
      HttpResponse<String> again = gateway.post("/views/document/rebuild");
      HttpResponse<String> early = gateway.post("/views/document/switch");

      // Then
      assertThat(state(gateway)).isEqualTo("REBUILDING");
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(early.statusCode()).isEqualTo(409);
      assertThat(early.body()).contains("distributary verify document --revision 2");
      assertThat(gateway.get("/fhir/Patient/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void cancelledRebuildLeavesNothing() throws Exception {
    try (RunningGateway gateway = start()) {
      // Given
      put(gateway, "a");
      gateway.post("/views/document/rebuild");
      await().atMost(Duration.ofSeconds(60)).until(() -> "0".equals(lagOf(gateway, 2)));

      // When
      HttpResponse<String> live = gateway.delete("/views/document/revisions/1");
      gateway.delete("/views/document/revisions/2");

      // Then
      await().atMost(Duration.ofSeconds(60)).until(() -> revisions(gateway).size() == 1);
      assertThat(live.statusCode()).isEqualTo(409);
      awaitState(gateway, "RUNNING");
      assertThat(groups()).contains(group(1)).doesNotContain(group(2));
      assertThat(gateway.get("/fhir/Patient/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void rebuildGoesOnAfterARestart() throws Exception {
    // Given
    try (RunningGateway gateway = start()) {
      put(gateway, "a");
      gateway.post("/views/document/rebuild");
    }

    // When
    try (RunningGateway restarted = start()) {
      // Then
      await().atMost(Duration.ofSeconds(60)).until(() -> "0".equals(lagOf(restarted, 2)));
      assertThat(state(restarted)).isEqualTo("REBUILDING");
    }
  }

  @Test
  void secondGatewayFollowsWhatTheFirstIsTold() throws Exception {
    try (RunningGateway first = start();
        RunningGateway second =
            new RunningGateway(
                    Files.createDirectory(folder.resolve("second")), kafka, namespace, "document")
                .ready()) {
      // When
      first.post("/views/document/pause");

      // Then
      awaitState(second, "PAUSED");
      second.post("/views/document/resume");
      awaitState(first, "RUNNING");
    }
  }

  @Test
  void viewOfAnotherProjectionIsReadButNotWrittenUntilItIsBuiltAnew() throws Exception {
    // Given
    try (RunningGateway before = start()) {
      put(before, "a");
      awaitLag(before, "0");
    }
    control(
        "{\"live\":1,\"next\":2,\"paused\":false,\"revisions\":[{\"number\":1,\"projection\":99}]}");

    // When
    try (RunningGateway gateway = start()) {
      awaitState(gateway, "REBUILD_REQUIRED");
      put(gateway, "b");

      // Then
      awaitLag(gateway, "1");
      assertThat(view(gateway).get("message").toString()).contains("distributary rebuild document");
      assertThat(gateway.get("/fhir/Patient/b").statusCode()).isEqualTo(404);
      gateway.post("/views/document/rebuild");
      await().atMost(Duration.ofSeconds(60)).until(() -> "0".equals(lagOf(gateway, 2)));
      assertThat(state(gateway)).isEqualTo("REBUILD_REQUIRED");
    }
  }

  private RunningGateway start() throws Exception {
    return new RunningGateway(folder, kafka, namespace, "document").ready();
  }

  private static void put(RunningGateway gateway, String id) throws Exception {
    assertThat(
            gateway
                .put("/fhir/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
                .statusCode())
        .isIn(200, 201);
  }

  private static void awaitLag(RunningGateway gateway, String lag) {
    await().atMost(Duration.ofSeconds(60)).until(() -> gateway.lags().contains(lag));
  }

  private static void awaitState(RunningGateway gateway, String state) {
    await().atMost(Duration.ofSeconds(60)).until(() -> state(gateway), state::equals);
  }

  private static Map<String, Object> view(RunningGateway gateway) throws Exception {
    return gateway.list("/views", "views").get(0);
  }

  private static String state(RunningGateway gateway) throws Exception {
    return view(gateway).get("state").toString();
  }

  private static List<Map<String, Object>> revisions(RunningGateway gateway) throws Exception {
    return gateway.list("/views/document", "revisions");
  }

  private static String lagOf(RunningGateway gateway, int revision) throws Exception {
    return revisions(gateway).stream()
        .filter(each -> each.get("number").toString().equals(Integer.toString(revision)))
        .map(each -> String.valueOf(each.get("lag")))
        .findFirst()
        .orElse("");
  }

  private String group(int revision) {
    return namespace + ".document.r" + revision;
  }

  private List<String> groups() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      return admin.listGroups().all().get(10, TimeUnit.SECONDS).stream()
          .map(group -> group.groupId())
          .toList();
    }
  }

  private void control(String plan) throws Exception {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            kafka,
            "key.serializer",
            ByteArraySerializer.class,
            "value.serializer",
            ByteArraySerializer.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      producer
          .send(
              new ProducerRecord<>(
                  namespace + ".control",
                  "view.document".getBytes(StandardCharsets.UTF_8),
                  plan.getBytes(StandardCharsets.UTF_8)))
          .get(10, TimeUnit.SECONDS);
    }
  }
}
