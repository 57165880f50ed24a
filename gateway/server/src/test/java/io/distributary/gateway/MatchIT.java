package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.Position;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs({ServerKind.KAFKA, ServerKind.MONGODB})
class MatchIT {
  private static final String ANN =
      """
      {"resourceType":"Patient","id":"%s","name":[{"given":["Ann"],"family":"%s"}],
       "birthDate":"1980-03-07","gender":"female"}""";

  @TempDir Path folder;
  private final String namespace = TestNamespace.of(MatchIT.class).name();

  private RunningGateway start() throws Exception {
    return new RunningGateway(
            folder,
            """
            http: {port: 0}
            kafka: {bootstrapServers: "%s"}
            stream: {prefix: %s, partitions: 4}
            plugins: "%s"
            views:
              - {name: document, type: mongodb, config: {uri: "mongodb://127.0.0.1:%d", database: %s}}
            """
                .formatted(
                    Servers.kafka().bootstrapServers(),
                    namespace,
                    RunningGateway.plugins(folder, "mongodb"),
                    Servers.mongodb().port(),
                    namespace))
        .ready();
  }

  /** When the index has what was written. */
  private static void awaitPatientIndex(RunningGateway gateway, HttpResponse<String> written) {
    Position position =
        Position.decode(written.headers().firstValue("distributary-position").orElseThrow());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var patientIndex = gateway.json("/population");
              return patientIndex.get("ready").equals(true)
                  && Position.decode(patientIndex.get("position").toString()).covers(position);
            });
  }

  private static void awaitView(RunningGateway gateway) {
    await().atMost(Duration.ofSeconds(60)).until(gateway::isQuiet);
  }

  private static String match(RunningGateway gateway, String family) throws Exception {
    HttpResponse<String> answer = gateway.post("/fhir/Patient/$match", ANN.formatted("x", family));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void indexFollowsTheStreamAndIsBuiltAgainFromTheView() throws Exception {
    try (RunningGateway gateway = start()) {
      // Given
      gateway.put("/fhir/Patient/a", ANN.formatted("a", "Lee"));
      gateway.put("/fhir/Patient/b", ANN.formatted("b", "Garcia"));
      gateway.put("/fhir/Patient/c", ANN.formatted("c", "Novak"));
      awaitView(gateway);
      HttpResponse<String> last = gateway.delete("/fhir/Patient/b");

      // When
      awaitPatientIndex(gateway, last);

      // Then
      assertThat(gateway.json("/population").get("patients")).hasToString("2");
      assertThat(match(gateway, "Lee")).contains("Patient/a").contains("certain");
      assertThat(match(gateway, "Garcia")).doesNotContain("Patient/b");
      awaitView(gateway);
    }
    try (RunningGateway restarted = start()) {
      HttpResponse<String> moved = restarted.put("/fhir/Patient/c", ANN.formatted("c", "Horvat"));
      awaitPatientIndex(restarted, moved);
      assertThat(restarted.json("/population").get("patients")).hasToString("2");
      assertThat(match(restarted, "Lee")).contains("Patient/a").contains("certain");
      assertThat(match(restarted, "Horvat")).contains("Patient/c").contains("certain");
      assertThat(match(restarted, "Novak")).doesNotContain("\"certain\"");
    }
  }

  @Test
  void gatewayThatIsToldNotToLooksUpNobody() throws Exception {
    try (RunningGateway gateway =
        new RunningGateway(
                folder,
                """
                http: {port: 0}
                kafka: {bootstrapServers: "%s"}
                stream: {prefix: %s, partitions: 4}
                match: {enabled: false}
                plugins: "%s"
                views:
                  - {name: document, type: memory, config: {namespace: %s}}
                """
                    .formatted(
                        Servers.kafka().bootstrapServers(),
                        namespace + "-off",
                        RunningGateway.plugins(folder, "memory"),
                        namespace))
            .ready()) {
      assertThat(gateway.post("/fhir/Patient/$match", ANN.formatted("x", "Lee")).statusCode())
          .isEqualTo(501);
      assertThat(gateway.get("/population").statusCode()).isEqualTo(501);
    }
  }
}
