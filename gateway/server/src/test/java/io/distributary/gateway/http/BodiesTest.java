package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in strange pieces, too late, and of clients that leave. */
class BodiesTest {
  private static final String HEAD =
      "PUT /fhir/Patient/ann HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/fhir+json\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String ANN = "{\"resourceType\":\"Patient\",\"id\":\"ann\"}";

  private final MemoryHub hub = new MemoryHub();

  @AfterEach
  void stop() {
    hub.close();
  }

  private Socket socket() throws IOException {
    return socket(hub);
  }

  private static Socket socket(MemoryHub hub) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String whole(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String chunks(String body) {
    StringBuilder chunks = new StringBuilder();
    body.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));
    return chunks.toString();
  }

  @Test
  void aBodyOfOneByteAChunkIsReadAsAnyOther() throws IOException {
    // Given
    try (Socket socket = socket()) {
      // When
      write(socket, CHUNKED + chunks(ANN) + "0\r\n\r\n");
      // Then
      Awaitility.await().until(() -> hub.get("/fhir/Patient/ann").statusCode() == 200);
    }
  }

  @Test
  void aBodyInTinyChunksTakesWhatIsCountedForIt() throws IOException {
    // Given
    String some = chunks(" ".repeat(10_000));
    System.gc();
    long before = used();
    try (Socket socket = socket()) {
      // When
      write(socket, CHUNKED);
      for (int i = 0; i < 100; i++) {
        write(socket, some);
      }
      Awaitility.await().until(() -> hub.budget.held() == 3_000_000);
      System.gc();
      // Then
      assertThat(used() - before).isLessThan(16L << 20); // 120 MB when every chunk is kept
    }
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theConnectionOfABodyThatNobodyReadsGoesOn() throws IOException {
    // Given
    String whole = "Content-Length: 500000\r\n\r\n" + " ".repeat(500_000);
    String next = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    try (Socket socket = socket()) {
      // When
      write(
          socket,
          HEAD.replace("PUT /fhir/Patient/ann", "POST /fhir") + "Content-Encoding: br\r\n" + whole);
      write(socket, next);
      // Then
      assertThat(whole(socket)).startsWith("HTTP/1.1 415 ").contains("HTTP/1.1 200 ");
    }
  }

  @Test
  void aBodyThatIsLateIsForgottenAndItsConnectionEnds() throws IOException {
    // Given
    try (MemoryHub impatient = new MemoryHub(Duration.ofSeconds(1));
        Socket socket = socket(impatient)) {
      // When
      write(socket, CHUNKED + chunks(ANN));
      String answer = whole(socket);
      // Then
      assertThat(answer).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
      Awaitility.await().until(() -> impatient.budget.held() == 0);
    }
  }

  @Test
  void theConnectionOfABodyThatIsTooLargeEndsWhateverIsStillSent() throws IOException {
    // Given
    try (Socket socket = socket()) {
      write(socket, HEAD + "Content-Length: 99999999\r\n\r\n");
      // When
      assertThat(whole(socket)).startsWith("HTTP/1.1 413 ");
      // Then
      Awaitility.await().until(() -> isClosed(socket.getOutputStream()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 200_000})
  void whatAClientThatLeavesHasSentIsCountedUntilItIsInTheLog(int length) throws IOException {
    // Given
    Promise<Void> acknowledgement = Promise.promise();
    hub.log.acknowledgeWith(acknowledgement.future());
    String body = ANN.replace("}", ",\"x\":\"" + "x".repeat(length) + "\"}");
    // When
    try (Socket socket = socket()) {
      write(socket, HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      Awaitility.await().until(() -> hub.log.events().size() == 1);
    }
    Awaitility.await().until(() -> hub.meters.find("distributary.http.request").timer() != null);
    // Then
    assertThat(hub.budget.held()).isGreaterThanOrEqualTo(3L * body.length());
    acknowledgement.complete();
    Awaitility.await().until(() -> hub.budget.held() == 0);
  }

  @Test
  void aTreeIsCountedWhileItIsRead() {
    // Given
    String values = ANN.replace("}", ",\"x\":[0" + ",0".repeat(300_000) + "]}");
    try (MemoryHub small = new MemoryHub(Duration.ofSeconds(20), 32L << 20)) {
      // When
      HttpResponse<String> refused = small.put("/fhir/Patient/ann", values);
      // Then
      assertThat(refused.statusCode()).isEqualTo(503);
      Awaitility.await().until(() -> small.budget.held() == 0);
    }
    assertThat(hub.put("/fhir/Patient/ann", values).statusCode()).isEqualTo(201);
    Awaitility.await().until(() -> hub.budget.held() == 0);
  }

  @Test
  void aPrettyAnswerIsCountedBeforeItIsMade() {
    // Given
    String deep = "[".repeat(50) + "0" + ",0".repeat(50_000) + "]".repeat(50);
    String body = ANN.replace("}", ",\"x\":" + deep + "}");
    hub.put("/fhir/Patient/ann", body);
    HttpResponse<String> whole = hub.get("/fhir/Patient/ann?_pretty=true");
    // When
    List<Budget.Share> others = others();
    others.get(2).shrink(3 << 20);
    HttpResponse<String> refused = hub.get("/fhir/Patient/ann?_pretty=true");
    HttpResponse<String> plain = hub.get("/fhir/Patient/ann");
    others.forEach(Budget.Share::end);
    // Then
    assertThat(whole.body().length()).isGreaterThan(50 * body.length());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("Ask without _pretty");
    assertThat(plain.statusCode()).isEqualTo(200);
  }

  @Test
  void aWriteThatIsDoneIsAnsweredThoughThereIsNoMemoryToPrintIt() {
    // Given
    String deep = "[".repeat(50) + "0" + ",0".repeat(14_500) + "]".repeat(50);
    String body = ANN.replace("}", ",\"x\":" + deep + "}");
    Budget.Share others = hub.budget.open(BudgetKind.BODY, "127.0.0.1");
    fill(others);
    others.shrink(256 << 10);
    // When
    HttpResponse<String> written =
        hub.put("/fhir/Patient/ann?_pretty=true", body, "Prefer", "return=representation");
    others.end();
    HttpResponse<String> again =
        hub.put("/fhir/Patient/ann?_pretty=true", body, "Prefer", "return=representation");
    // Then
    assertThat(written.statusCode()).isEqualTo(201);
    assertThat(written.body()).contains("0,0,0").doesNotContain("\n");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).contains("0,\n");
  }

  @Test
  void aLargeResourceIsReadOnlyWhereThereIsMemoryForIt() {
    // Given
    hub.put("/fhir/Patient/ann", ANN.replace("}", ",\"x\":\"" + "x".repeat(1 << 20) + "\"}"));
    List<Budget.Share> others = others();
    others.get(2).shrink(1 << 20);
    // When
    HttpResponse<String> refused = hub.get("/fhir/Patient/ann");
    others.get(2).shrink(2 << 20);
    HttpResponse<String> answered = hub.get("/fhir/Patient/ann");
    others.forEach(Budget.Share::end);
    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().map()).containsKey("retry-after");
    assertThat(answered.statusCode()).isEqualTo(200);
    Awaitility.await().until(() -> hub.budget.held() == 0);
  }

  /** They hold all that reads of another kind, a query and single reads can have. */
  private List<Budget.Share> others() {
    List<Budget.Share> others =
        Stream.of(BudgetKind.OTHER, BudgetKind.QUERY, BudgetKind.SINGLE)
            .map(kind -> hub.budget.open(kind, "127.0.0.1"))
            .toList();
    others.forEach(BodiesTest::fill);
    return others;
  }

  /** Takes what can be had. */
  private static void fill(Budget.Share share) {
    boolean more = true;
    while (more) {
      more = share.growNow(1 << 20);
    }
  }

  private static boolean isClosed(OutputStream out) throws IOException {
    try {
      out.write(' ');
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}
