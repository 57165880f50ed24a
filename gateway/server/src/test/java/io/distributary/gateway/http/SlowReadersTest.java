package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for large answers and read nothing. */
class SlowReadersTest {
  private static final int READERS = 200;
  private static final long BUDGET = 32L << 20;
  private static final String ANN = "{\"resourceType\":\"Patient\",\"id\":\"ann\"}";
  private static final String QUESTION =
      "POST /views/document/query HTTP/1.1\r\nHost: 127.0.0.1\r\n"
          + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

  private final MemoryHub hub = new MemoryHub(Duration.ofSeconds(20), BUDGET);
  private final List<Socket> readers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    leave();
    hub.close();
  }

  private void leave() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
  }

  @Test
  void theyHoldNoMoreThanTheBudgetAndNobodyElseUp() throws IOException {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.readers.computeIfPresent(
        "document", (view, readers) -> readers.withNativeQuery(new Large()));
    // When
    for (int i = 0; i < READERS; i++) {
      Socket reader = new Socket("127.0.0.1", hub.port());
      reader.getOutputStream().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
      readers.add(reader);
    }
    Awaitility.await().until(() -> hub.budget.held() > BUDGET / 4);
    // Then
    for (int i = 0; i < 20; i++) {
      assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(200);
      assertThat(hub.budget.held()).isLessThanOrEqualTo(BUDGET);
    }
    leave();
    Awaitility.await().untilAsserted(() -> assertThat(hub.budget.held()).isZero());
  }

  private static final class Large implements NativeQuery {
    @Override
    public QueryResult query(Map<String, Object> query, ReadContext context) {
      QueryResult.Rows rows = new QueryResult.Rows(context);
      boolean wanted = true;
      while (wanted) {
        wanted = rows.add(Map.of("text", "x".repeat(100_000)));
      }
      return rows.result();
    }

    @Override
    public String example() {
      return "{}";
    }
  }
}
