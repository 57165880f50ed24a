package io.distributary.servers.elasticsearch;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.servers.testing.ElasticsearchAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Needs(ELASTICSEARCH)
class ElasticsearchServerIT {
  private final String index = TestNamespace.of(ElasticsearchServerIT.class).name();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void itSaysWhichVersionItIs() throws Exception {
    // When
    HttpResponse<String> answer = send(Servers.elasticsearch(), "GET", "/", "");

    // Then
    assertThat(answer.body()).contains("\"number\":\"8.19.21\"", "You Know, for Search");
    assertThat(answer.headers().firstValue("X-elastic-product")).contains("Elasticsearch");
  }

  @Test
  void namesAreFoundByTheirFoldedBeginningAndBySound() throws Exception {
    // Given
    ElasticsearchAddress elasticsearch = Servers.elasticsearch();
    expectSuccess(elasticsearch, "PUT", "/" + index, PEOPLE);
    expectSuccess(
        elasticsearch, "PUT", "/" + index + "/_doc/1?refresh=true", "{\"family\":\"Ødegård\"}");

    // When
    String folded = search(elasticsearch, "family", "ode");
    String phonetic = search(elasticsearch, "family.sound", "Odegard");
    String other = search(elasticsearch, "family", "smi");

    // Then
    assertThat(folded).contains("\"value\":1");
    assertThat(phonetic).contains("\"value\":1");
    assertThat(other).contains("\"value\":0");
  }

  @Test
  void noLogShowsWhatPeopleSent() throws Exception {
    // Given
    String canary = "Canary" + index;
    expectSuccess(
        Servers.elasticsearch(), "PUT", "/" + index + "/_doc/1", "{\"born\":\"1970-01-01\"}");

    // When
    HttpResponse<String> badDate =
        send(
            Servers.elasticsearch(),
            "PUT",
            "/" + index + "/_doc/2",
            "{\"born\":\"" + canary + "\"}");
    HttpResponse<String> badJson =
        send(Servers.elasticsearch(), "PUT", "/" + index + "/_doc/3", "{\"" + canary);
    HttpResponse<String> badSearch =
        send(
            Servers.elasticsearch(),
            "POST",
            "/" + index + "/_search",
            "{\"query\":{\"" + canary + "\":1}}");

    // Then
    assertThat(List.of(badDate, badJson, badSearch))
        .extracting(HttpResponse::statusCode)
        .containsOnly(400);
    assertThat(Servers.log(ELASTICSEARCH)).doesNotContain(canary);
  }

  /** A pattern with too large an automaton is the server's own failure to it, which it warns of. */
  @Test
  void noLogShowsASearchThatFailsInTheServer() throws Exception {
    // Given
    String canary = "Canary" + index;
    String words = "/" + index + "-words";
    expectSuccess(
        Servers.elasticsearch(), "PUT", words + "/_doc/1?refresh=true", "{\"word\":\"a\"}");

    // When
    HttpResponse<String> failed =
        send(
            Servers.elasticsearch(),
            "POST",
            words + "/_search",
            "{\"aggs\":{\"a\":{\"terms\":{\"field\":\"word.keyword\",\"include\":\"("
                + canary
                + "|.*a.{30})\"}}}}");

    // Then
    assertThat(failed.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(failed.body()).contains(canary);
    assertThat(Servers.log(ELASTICSEARCH)).doesNotContain(canary);
  }

  @Test
  void acknowledgedDocumentsSurviveAKill() throws Exception {
    try (PrivateServer<ElasticsearchAddress> server = PrivateServer.elasticsearch()) {
      // Given
      String documents =
          IntStream.range(0, 1_000)
              .mapToObj(i -> "{\"index\":{\"_id\":\"" + i + "\"}}\n{\"n\":" + i + "}\n")
              .collect(Collectors.joining());
      String answer = expectSuccess(server.address(), "POST", "/" + index + "/_bulk", documents);
      assertThat(answer).contains("\"errors\":false");

      // When
      server.kill();
      server.restart();

      // Then
      String wait = "/_cluster/health/" + index + "?wait_for_status=yellow&timeout=60s";
      expectSuccess(server.address(), "GET", wait, "");
      expectSuccess(server.address(), "POST", "/" + index + "/_refresh", "");
      assertThat(expectSuccess(server.address(), "GET", "/" + index + "/_count", ""))
          .contains("\"count\":1000");
    }
  }

  private static final String PEOPLE =
      """
      {"settings": {"number_of_replicas": 0, "analysis": {
        "filter": {"beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": 10},
                   "sounds": {"type": "phonetic", "encoder": "double_metaphone", "replace": true}},
        "analyzer": {"name": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "beginnings"]},
                     "query": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
                     "sound": {"tokenizer": "standard", "filter": ["asciifolding", "sounds"]}}}},
       "mappings": {"properties": {"family": {"type": "text", "analyzer": "name", "search_analyzer": "query",
         "fields": {"sound": {"type": "text", "analyzer": "sound"}}}}}}
      """;

  private String search(ElasticsearchAddress elasticsearch, String field, String text)
      throws Exception {
    String body = "{\"query\":{\"match\":{\"" + field + "\":\"" + text + "\"}}}";
    return expectSuccess(
        elasticsearch, "POST", "/" + index + "/_search?filter_path=hits.total", body);
  }

  private String expectSuccess(ElasticsearchAddress to, String method, String path, String body)
      throws Exception {
    HttpResponse<String> answer = send(to, method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  private HttpResponse<String> send(
      ElasticsearchAddress to, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(to.url() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
