package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed, unsupported and hostile requests: refused with a reason, never 5xx, never a hang. */
class BadRequestTest {
  private static final String ANN = "{\"resourceType\":\"Patient\",\"id\":\"ann\"}";
  private static final String CANARY = "Canary-Surname-4711";
  private static MemoryHub hub;

  @BeforeAll
  static void start() {
    hub = new MemoryHub();
    hub.put("/fhir/Patient/ann", ANN);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  static Stream<Arguments> raw() {
    String host = "Host: localhost\r\n";
    String json = "Content-Type: application/fhir+json\r\n";
    String longest = "a".repeat(9_000);
    return Stream.of(
        at("broken escape", "GET /fhir/Patient/%zz HTTP/1.1\r\n" + host, 400),
        at("half an escape", "GET /views/a% HTTP/1.1\r\n" + host, 400),
        at("NUL", "GET /fhir/Patient/%00 HTTP/1.1\r\n" + host, 400),
        at("NUL in the query", "GET /dead-letters?view=%00 HTTP/1.1\r\n" + host, 400),
        at("escapes that are no UTF-8", "GET /views/%ff%fe HTTP/1.1\r\n" + host, 400),
        at("CRLF", "GET /views/a%0d%0aX:1 HTTP/1.1\r\n" + host, 400),
        at("traversal", "GET /../../etc/passwd HTTP/1.1\r\n" + host, 400),
        at("escaped traversal", "GET /fhir/%2e%2e/%2e%2e/etc HTTP/1.1\r\n" + host, 400),
        at("backslashes", "GET /..%5c..%5cwindows HTTP/1.1\r\n" + host, 400),
        at("a URL that is too long", "GET /" + longest + " HTTP/1.1\r\n" + host, 414),
        at(
            "headers that are too large",
            "GET / HTTP/1.1\r\n" + host + ("X: " + longest + "\r\n").repeat(3),
            431),
        at(
            "thousands of parameters",
            "GET /views?" + "a&".repeat(2_000) + " HTTP/1.1\r\n" + host,
            400),
        at("no host", "GET /views HTTP/1.1\r\n", 400),
        at("two hosts", "GET /views HTTP/1.1\r\n" + host + host, 400),
        at("a rebound host", "GET /views HTTP/1.1\r\nHost: evil.example\r\n", 421),
        at("a host like ours", "GET /views HTTP/1.1\r\nHost: localhost.evil.example\r\n", 421),
        at(
            "a foreign origin",
            "GET /views HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\n",
            403),
        at("no origin", "GET /views HTTP/1.1\r\n" + host + "Origin: null\r\n", 403),
        at("an unknown verb", "BREW /views HTTP/1.1\r\n" + host, 405),
        at("a wrong verb", "PATCH /fhir/Patient/ann HTTP/1.1\r\n" + host, 405),
        at(
            "a preflight",
            "OPTIONS /views HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\n",
            403),
        at("a URL of somebody else", "GET http://evil.example/views HTTP/1.1\r\n" + host, 421),
        at("a URL with a user", "GET http://a@localhost/views HTTP/1.1\r\n" + host, 421),
        at("a URL of another scheme", "GET https://localhost/views HTTP/1.1\r\n" + host, 421),
        at("a URL without a path", "GET http://localhost?x=/views HTTP/1.1\r\n" + host, 400),
        at("a URL and no host", "GET http://localhost/views HTTP/1.1\r\n", 400),
        at("neither URL nor path", "GET views HTTP/1.1\r\n" + host, 400),
        at("an asterisk for a path", "GET * HTTP/1.1\r\n" + host, 400),
        at("a tunnel", "CONNECT localhost:80 HTTP/1.1\r\n" + host, 400),
        at(
            "a foreign origin that our URL hides",
            "GET http://localhost/views HTTP/1.1\r\nHost: evil.example\r\n"
                + "Origin: http://evil.example\r\n",
            403),
        at("no HTTP", "hello\r\n", 400),
        at(
            "a length that is none",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n" + host + json + "Content-Length: x\r\n",
            400),
        at(
            "two lengths",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + host
                + json
                + "Content-Length: 1\r\nContent-Length: 2\r\n",
            400),
        at(
            "a negative length",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n" + host + json + "Content-Length: -1\r\n",
            400),
        at(
            "too much announced",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n" + host + json + "Content-Length: 99999999999\r\n",
            413),
        at(
            "an expectation and too much",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + host
                + json
                + "Expect: 100-continue\r\nContent-Length: 99999999999\r\n",
            413),
        at(
            "an unknown transfer coding",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n" + host + json + "Transfer-Encoding: zip\r\n",
            501),
        at(
            "two transfer codings",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + host
                + json
                + "Transfer-Encoding: gzip, chunked\r\n",
            501),
        at(
            "chunks of chunks",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + host
                + json
                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            501),
        at(
            "chunks of a client that cannot know them",
            "PUT /fhir/Patient/ann HTTP/1.0\r\n" + host + json + "Transfer-Encoding: chunked\r\n",
            400),
        at(
            "a length and chunks",
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + host
                + json
                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("raw")
  void brokenHttpIsRefused(String what, String request, int status) throws IOException {
    // When
    String answer = talk(request + "\r\n");
    // Then
    assertThat(answer).as(what).matches("(?s)HTTP/1\\.[01] " + status + " .*");
  }

  static Stream<Arguments> fhir() {
    String other = "application/fhir+xml";
    return Stream.of(
        of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\"", 400),
        of("PUT", "/fhir/Patient/ann", "", 400),
        of("PUT", "/fhir/Patient/ann", "[]", 400),
        of("PUT", "/fhir/Patient/ann", ANN + ANN, 400),
        of("PUT", "/fhir/Patient/ann", "{\"id\":\"ann\"}", 400),
        of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\"}", 400),
        of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\",\"id\":\"../x\"}", 400),
        of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\",\"id\":\"bob\"}", 400),
        of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Group\",\"id\":\"ann\"}", 400),
        of("POST", "/fhir/Patient", "{\"resourceType\":\"Group\"}", 400),
        of("PUT", "/fhir/Patient/ann", ANN, 400, "Content-Range", "bytes 0-9/100"),
        of("PUT", "/fhir/Patient/ann", ANN.replace("}", ",\"birthDate\":\"2024-02-30\"}"), 400),
        of("PUT", "/fhir/Patient/ann", ANN.replace("}", ",\"id\":\"ann\"}"), 400),
        of("PUT", "/fhir/Patient/ann", ANN.replace("}", ",\"a.$b\":1}"), 400),
        of("PUT", "/fhir/Patient/ann", ANN.replace("}", ",\"text\":{\"div\":\"\\u0000\"}}"), 400),
        of("PUT", "/fhir/Patient/ann", ANN.replace("}", ",\"a\":" + "[".repeat(100_000)), 400),
        of(
            "PUT",
            "/fhir/Patient/ann",
            ANN.replace("}", ",\"a\":\"" + "x".repeat(4 << 20) + "\"}"),
            413),
        of(
            "PUT",
            "/fhir/Patient/ann",
            ANN.replace("}", ",\"managingOrganization\":{\"reference\":\"Organization?name=x\"}}"),
            422),
        of("PUT", "/fhir/Patient?identifier=1", ANN, 400),
        of("DELETE", "/fhir/Patient?identifier=1", null, 400),
        of("PUT", "/fhir/Patient/ann", ANN, 400, "If-Match", "W/\"1\""),
        of("PUT", "/fhir/Patient/ann", ANN, 400, "If-Match", "garbage"),
        of("PUT", "/fhir/Patient/ann", ANN, 400, "If-None-Match", "*"),
        of("POST", "/fhir/Patient", ANN, 400, "If-None-Exist", "identifier=1"),
        of("PUT", "/fhir/Patient/ann", "<Patient/>", 415, "Content-Type", other),
        of("PUT", "/fhir/Patient/ann", ANN, 415, "Content-Type", "text/plain"),
        of(
            "PUT",
            "/fhir/Patient/ann",
            ANN,
            415,
            "Content-Type",
            "application/fhir+json;charset=latin1"),
        of(
            "PUT",
            "/fhir/Patient/ann",
            ANN,
            415,
            "Content-Type",
            "application/fhir+json; fhirVersion=3.0"),
        of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
            415,
            "Content-Type",
            "application/fhir+json; FHIRVersion=\"5.0\""),
        of("PUT", "/fhir/Patient/ann", ANN, 415, "Content-Encoding", "gzip"),
        of("PUT", "/fhir/Patient/ann", ANN, 400, "Distributary-Source", "not a uri"),
        of("PUT", "/fhir/Nonsense/ann", ANN, 404),
        of("PUT", "/fhir/Patient/a_b", ANN, 400),
        of("PUT", "/fhir/Patient/" + "a".repeat(65), ANN, 400),
        of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[]}",
            422),
        of("POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 400),
        of("POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":{}}", 400),
        of("POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[1]}", 400),
        of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":{]",
            400),
        of("POST", "/fhir", "[".repeat(100_000), 400),
        of("POST", "/fhir", ANN, 400),
        of("GET", "/fhir/Patient", null, 400),
        of("GET", "/fhir/Patient?_count=-1", null, 400),
        of("GET", "/fhir/Patient?name=x'%20OR%201=1", null, 400),
        of("GET", "/fhir/Nonsense/ann", null, 404),
        of("GET", "/fhir/Patient/nobody", null, 404),
        of("GET", "/fhir/Patient/ann?_summary=true", null, 400),
        of("GET", "/fhir/Patient/ann?_elements=name", null, 400),
        of("GET", "/fhir/Patient/ann?_format=xml", null, 406),
        of("GET", "/fhir/Patient/ann?_format=json;fhirVersion=5.0", null, 406),
        of("GET", "/fhir/Patient/ann?_format=application/fhir+json%3BfhirVersion=3.0", null, 406),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "application/json;fhirVersion=3.0"),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "*/*; fhirVersion=4.3"),
        of(
            "GET",
            "/fhir/metadata",
            null,
            406,
            "Accept",
            "application/fhir+json;fhirVersion=\"3.0\", application/fhir+json; q=0.0, text/html"),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", other),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "garbage"),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "application/json;q=0"),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "*/*;q=0"),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "application/fhir+json ; Q=\"0.000\""),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "text/html", "Accept", other),
        of("GET", "/fhir/Patient/ann", null, 406, "Accept", "image/*, application/json;q=0"),
        of("GET", "/fhir/Patient/ann?_format=xml", null, 406, "Accept", "application/json"),
        of("GET", "/fhir/Patient/ann?_format=json&_format=xml", null, 406),
        of("GET", "/fhir/Patient/ann?_format=", null, 406),
        of("PUT", "/fhir/Patient/ann", ANN, 406, "Accept", other),
        of("GET", "/fhir/Patient/ann/_history/-1", null, 404),
        of("GET", "/fhir/Patient/ann/_history/99999999999999999999", null, 404),
        of("GET", "/fhir/Patient/ann/$nonsense", null, 404),
        of("GET", "/fhir/Patient/$nonsense", null, 404),
        of("POST", "/fhir/Patient/$nonsense", "{}", 404),
        of("POST", "/fhir/$nonsense", "{}", 404),
        of("GET", "/fhir/Patient/$match", null, 405),
        of("PUT", "/fhir/metadata", "{}", 405),
        of("GET", "/fhir/_history", null, 400),
        of("GET", "/fhir/Patient/_history", null, 400),
        of("GET", "/fhir/Nonsense/_history", null, 404),
        of("POST", "/fhir/Patient/_search", "name=x", 400),
        of("POST", "/fhir/Patient/ann/$everything", ANN, 400),
        of("POST", "/fhir/Patient/ann/$everything", "{", 400),
        of(
            "POST",
            "/fhir/Patient/ann/$everything",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\"}]}",
            400),
        of("POST", "/fhir/Patient/ann/$everything?_count=5", null, 400),
        of("POST", "/fhir/Observation/o/$everything", null, 400),
        of("POST", "/fhir/Patient/nobody/$everything", null, 404),
        of("GET", "/fhir/Patient/ann/b/c/d/e", null, 404),
        of("GET", "/fhir", null, 405));
  }

  @ParameterizedTest
  @MethodSource("fhir")
  void badFhirIsRefusedWithAnOutcome(
      String method, String path, String body, int status, String[] headers) {
    // When
    HttpResponse<String> answer = hub.send(method, path, body, headers);
    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"resourceType\":\"OperationOutcome\"");
    assertThat(hub.log.events()).hasSize(1);
  }

  static Stream<Arguments> plain() {
    return Stream.of(
        of("GET", "/nowhere", null, 404),
        of("GET", "/views/serach", null, 404),
        of("GET", "/views?count=all", null, 400),
        of("POST", "/views/serach/query", "{}", 404),
        of("POST", "/views/document/query", "{", 400),
        of("POST", "/views/document/query", "[]", 400),
        of("POST", "/views/document/query", "{\"type\":\"Patient\",\"evil\":1}", 400),
        of("POST", "/views/document/query", "{\"type\":\"" + "x".repeat(2 << 20) + "\"}", 413),
        of("POST", "/views/document/query", "{}", 415, "Content-Type", "text/plain"),
        of("GET", "/dead-letters?view=serach", null, 404),
        of("GET", "/dead-letters?view=a&view=b", null, 400),
        of("GET", "/dead-letters/none", null, 404),
        of("GET", "/dead-letters/redrive", null, 405),
        of("DELETE", "/dead-letters/redrive", null, 405),
        of("DELETE", "/views", null, 405));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void badRequestsElsewhereAreRefusedWithAProblem(
      String method, String path, String body, int status, String[] headers) {
    // When
    HttpResponse<String> answer = hub.send(method, path, body, headers);
    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"detail\":\"");
  }

  @Test
  void anUnknownNameGetsASentenceThatHelps() {
    assertThat(hub.get("/views/serach").body())
        .contains("Unknown view 'serach'. Known: document, wide-column.");
  }

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of("/views", "GET, HEAD, OPTIONS"),
        Arguments.of("/fhir", "OPTIONS, POST"),
        Arguments.of("/fhir/metadata", "GET, HEAD, OPTIONS"),
        Arguments.of("/fhir/Patient", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        Arguments.of("/fhir/Patient/ann", "DELETE, GET, HEAD, OPTIONS, PUT"),
        Arguments.of("/fhir/Patient/_history", "GET, HEAD, OPTIONS"),
        Arguments.of("/fhir/Patient/$match", "OPTIONS, POST"),
        Arguments.of("/fhir/Patient/%24match", "OPTIONS, POST"),
        Arguments.of("/fhir/Patient/ann/$everything", "GET, HEAD, OPTIONS, POST"),
        Arguments.of("/dead-letters/redrive", "OPTIONS, POST"),
        Arguments.of("/dead-letters/one", "DELETE, GET, HEAD, OPTIONS"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theRightMethodsAreTold(String path, String methods) {
    // When
    HttpResponse<String> asked = hub.send("OPTIONS", path, null);
    HttpResponse<String> wrong = hub.send("PATCH", path, null);
    // Then
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("Allow")).contains(methods);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains(methods);
  }

  static Stream<Arguments> welcome() {
    return Stream.of(
        of(
            "GET",
            "/fhir/Patient/ann",
            null,
            200,
            "Accept",
            "application/fhir+json;fhirVersion=4.0"),
        of(
            "GET",
            "/fhir/Patient/ann",
            null,
            200,
            "Accept",
            "application/fhir+json; fhirVersion=3.0, application/fhir+json; fhirVersion=4.0; q=0.1"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "application/json;q=0, */*;q=0.1"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "text/html;a=\",;\", application/*"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "text/html", "Accept", "text/json"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "application/fhir+json;q=0.001"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "application/fhir+json;q=much"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "Application/FHIR+JSON"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "application/json ; FhirVersion=4.0"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", "a/b;c=\"\\\\\", application/json"),
        of("GET", "/fhir/Patient/ann", null, 200, "Accept", " , "),
        of("GET", "/fhir/Patient/ann?_format=application/fhir+json;fhirVersion=4.0", null, 200),
        of("GET", "/fhir/Patient/ann?_format=application/fhir%2Bjson", null, 200),
        of("GET", "/fhir/Patient/ann?_format=Text/JSON", null, 200),
        of("GET", "/fhir/Patient/ann?_format=json", null, 200, "Accept", "text/html"),
        of("POST", "/fhir/Patient/ann/$everything", null, 200),
        of("POST", "/fhir/Patient/ann/$everything", "{\"resourceType\":\"Parameters\"}", 200),
        of(
            "POST",
            "/fhir/Patient/ann/$everything",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\"}]}",
            200,
            "Prefer",
            "handling=lenient"),
        of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
            200,
            "Content-Type",
            "application/fhir+json; fhirVersion=4.0; charset=\"UTF-8\""),
        of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
            200,
            "Content-Type",
            "Application/JSON ; Charset=utf8"));
  }

  @ParameterizedTest
  @MethodSource("welcome")
  void oddAndRightRequestsAreAnswered(
      String method, String path, String body, int status, String[] headers) {
    // When
    HttpResponse<String> answer = hub.send(method, path, body, headers);
    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void theHostOfAUrlCountsMoreThanTheHeader() throws IOException {
    // When
    String answer =
        whole(
            "GET http://localhost:1234/fhir/metadata HTTP/1.1\r\n"
                + "Host: evil.example\r\nConnection: close\r\n\r\n");
    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("\"url\":\"http://localhost:1234/fhir\"")
        .doesNotContain("evil.example");
  }

  static Stream<String> unframed() {
    return Stream.of(
        "Transfer-Encoding: zip\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
  }

  @ParameterizedTest
  @MethodSource("unframed")
  void nothingIsReadBehindABodyWhoseEndIsNotKnown(String framing) throws IOException {
    // Given
    String smuggled = "GET /views HTTP/1.1\r\nHost: localhost\r\n\r\n";
    // When
    String answers =
        whole(
            "PUT /fhir/Patient/ann HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/fhir+json\r\n"
                + framing
                + "\r\n0\r\n\r\n"
                + smuggled);
    // Then
    assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(2);
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("GET", "/fhir/Patient/_history", null, "The history of a type"),
        Arguments.of("GET", "/fhir/_history", null, "The history of everything"),
        Arguments.of("POST", "/fhir/Patient/_search", "name=x", "Search is not supported"),
        Arguments.of("GET", "/fhir/Patient/$nonsense", null, "no such operation"),
        Arguments.of("POST", "/fhir/Patient/$nonsense", "{}", "no such operation"),
        Arguments.of("POST", "/fhir/$nonsense", "{}", "no such operation"),
        Arguments.of("PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\"}", "id is missing"),
        Arguments.of("PUT", "/fhir/Patient/ann", "{\"id\":\"ann\"}", "resourceType is missing"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageNamesWhatIsWrong(String method, String path, String body, String message) {
    assertThat(hub.send(method, path, body).body()).contains(message);
  }

  @Test
  void aTruncatedBodyStoresNothingAndHoldsNobodyUp() throws IOException {
    // Given
    int before = hub.log.events().size();
    // When
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      write(
          socket,
          "PUT /fhir/Patient/ann HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Content-Type: application/fhir+json\r\n"
              + "Content-Length: 500\r\n\r\n"
              + ANN);
    }
    // Then
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(200);
    assertThat(hub.log.events()).hasSize(before);
  }

  @Test
  void aBodyThatGrowsTooLargeIsRefusedBeforeItEnds() throws IOException {
    // Given
    String mebibyte = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";

    // When
    String answer =
        talk(
            "PUT /fhir/Patient/ann HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Type: application/fhir+json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + mebibyte.repeat(17));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }

  static Stream<String> planted() {
    String at = "\"name\":[{\"family\":\"" + CANARY + "\"}]";
    return Stream.of(
        "{\"resourceType\":\"Patient\",\"id\":\"ann\"," + at,
        "{\"resourceType\":\"Patient\",\"id\":\"" + CANARY + "!\"," + at + "}",
        "{\"resourceType\":\"Patient\",\"id\":\"bob\"," + at + "}",
        "{\"resourceType\":\"" + CANARY + "\",\"id\":\"ann\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"ann\"," + at + ",\"" + CANARY + "\":1}",
        "{\"resourceType\":\"Patient\",\"id\":\"ann\"," + at + ",\"birthDate\":\"2020-02-31\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"link\":{\"reference\":\"Patient?name="
            + CANARY
            + "\"}}",
        "{\"resourceType\":\"Bundle\",\"type\":\"" + CANARY + "\"}",
        CANARY);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void noErrorRepeatsWhatAResourceHolds(String body) {
    assertThat(hub.put("/fhir/Patient/ann", body).body())
        .contains("OperationOutcome")
        .doesNotContain(CANARY);
    assertThat(hub.post("/fhir", body).body()).doesNotContain(CANARY);
  }

  private static Arguments at(String what, String request, int status) {
    return Arguments.of(what, request, status);
  }

  private static Arguments of(
      String method, String path, String body, int status, String... headers) {
    return Arguments.of(method, path, body, status, headers);
  }

  private static String talk(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(10_000);
      write(socket, request);
      InputStream in = socket.getInputStream();
      byte[] first = new byte[200];
      int length = in.readNBytes(first, 0, 20);
      return new String(first, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** All that is answered until the connection ends. */
  private static String whole(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(10_000);
      write(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void write(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
