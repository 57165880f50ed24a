package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.distributary.sink.Reservation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class MongoRepliesTest {
  private static final RawBsonDocument DOCUMENT =
      RawBsonDocument.parse("{\"x\":\"%s\"}".formatted("x".repeat(1_000)));

  @Test
  void documentsAreHeldTwiceWhileTheyAreVisitedAndTheReplyBefore() throws Exception {
    // Given
    Memory memory = new Memory();
    List<Long> held = new ArrayList<>();

    // When
    MongoReplies.visit(found(5, memory, held), memory, document -> held.add(memory.held));

    // Then
    long visited = 2L * 5 * DOCUMENT.getByteBuffer().remaining();
    assertThat(held)
        .containsExactly(MongoReplies.FOR_THE_LARGEST, visited, visited, visited, visited, visited);
    assertThat(memory.held).isZero();
  }

  @Test
  void oneCallerOfTheSmallestGatewayCanHaveAReplyAndTheLargestAnswer() {
    // Given 45 % of 128 MiB, and 16 MiB of rows
    long mine = (128L << 20) * 45 / 100;

    // Then
    assertThat(Reservation.FIRST + MongoReplies.FOR_THE_LARGEST + (16L << 20)).isLessThan(mine);
  }

  /** One reply, which notes what is held when it is asked for. */
  private static MongoIterable<RawBsonDocument> found(int n, Memory memory, List<Long> held) {
    Deque<RawBsonDocument> left = new ArrayDeque<>(Collections.nCopies(n, DOCUMENT));
    MongoCursor<RawBsonDocument> cursor =
        fake(
            MongoCursor.class,
            (self, method, words) ->
                switch (method.getName()) {
                  case "hasNext" -> !left.isEmpty();
                  case "available" -> left.size();
                  case "next" -> left.remove();
                  default -> null;
                });
    return fake(
        MongoIterable.class,
        (self, method, words) -> {
          held.add(memory.held);
          return cursor;
        });
  }

  @SuppressWarnings("unchecked")
  private static <T> T fake(Class<?> type, InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static final class Memory implements Reservation {
    private long held;

    @Override
    public boolean grow(long bytes) {
      held += bytes;
      return true;
    }

    @Override
    public void shrink(long bytes) {
      held -= bytes;
    }
  }
}
