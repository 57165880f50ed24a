package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Reservation;
import io.distributary.sink.tck.CountedMemory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class MongoRepliesTest {
  private static final RawBsonDocument DOCUMENT =
      RawBsonDocument.parse("{\"x\":\"%s\"}".formatted("x".repeat(1_000)));

  @Test
  void documentsAreHeldTwiceWhileTheyAreVisitedAndTheReplyBefore() throws Exception {
    // Given
    CountedMemory memory = CountedMemory.ample();
    List<Long> held = new ArrayList<>();

    // When
    MongoReplies.visit(found(memory, held, 5), memory, document -> held.add(memory.held()));

    // Then
    long visited = 2L * 5 * DOCUMENT.getByteBuffer().remaining();
    assertThat(held)
        .containsExactly(MongoReplies.FOR_THE_LARGEST, visited, visited, visited, visited, visited);
    assertThat(memory.held()).isZero();
  }

  @Test
  void oneCallerOfTheSmallestGatewayCanHaveAReplyAndTheLargestAnswer() {
    // Given 45 % of 128 MiB, and 16 MiB of rows
    long mine = (128L << 20) * 45 / 100;

    // Then
    assertThat(Reservation.FIRST + MongoReplies.FOR_THE_LARGEST + (16L << 20)).isLessThan(mine);
  }

  @Test
  void theLargestIsTakenBeforeEachReply() throws Exception {
    // Given
    CountedMemory memory = CountedMemory.ample();
    List<Long> held = new ArrayList<>();

    // When
    MongoReplies.visit(found(memory, held, 2, 2, 1), memory, document -> true);

    // Then
    assertThat(held)
        .containsExactly(
            MongoReplies.FOR_THE_LARGEST,
            MongoReplies.FOR_THE_LARGEST,
            MongoReplies.FOR_THE_LARGEST);
    assertThat(memory.held()).isZero();
  }

  @Test
  void aReplyThatCannotBePaidForIsNotAskedFor() {
    // Given
    CountedMemory little = new CountedMemory(MongoReplies.FOR_THE_LARGEST - 1);
    CountedMemory once = CountedMemory.ample();
    once.growOnly(1);
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();

    // Then
    assertThatThrownBy(() -> MongoReplies.visit(found(little, first, 1), little, d -> true))
        .isInstanceOf(BudgetExceededException.class);
    assertThatThrownBy(() -> MongoReplies.visit(found(once, second, 1, 1), once, d -> true))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(first).isEmpty();
    assertThat(second).hasSize(1);
    assertThat(once.held()).isZero();
  }

  @Test
  void nothingIsHeldWhenAVisitEndsOrFails() throws Exception {
    // Given
    CountedMemory memory = CountedMemory.ample();
    MongoReplies.Visit failing =
        document -> {
          throw new InvalidQueryException("no more");
        };

    // When
    boolean more =
        MongoReplies.visit(found(memory, new ArrayList<>(), 3), memory, document -> false);
    long ended = memory.held();
    assertThatThrownBy(
            () -> MongoReplies.visit(found(memory, new ArrayList<>(), 3), memory, failing))
        .isInstanceOf(InvalidQueryException.class);

    // Then
    assertThat(more).isFalse();
    assertThat(ended).isZero();
    assertThat(memory.held()).isZero();
  }

  /** Replies of so many documents, which note what is held when they are asked for. */
  private static MongoIterable<RawBsonDocument> found(
      CountedMemory memory, List<Long> held, int... sizes) {
    Deque<Integer> replies = new ArrayDeque<>(IntStream.of(sizes).boxed().toList());
    Deque<RawBsonDocument> left = new ArrayDeque<>();
    MongoCursor<RawBsonDocument> cursor =
        fake(
            MongoCursor.class,
            (self, method, words) -> {
              if (method.getName().equals("hasNext") && left.isEmpty() && !replies.isEmpty()) {
                ask(replies, left, memory, held);
              }
              return switch (method.getName()) {
                case "hasNext" -> !left.isEmpty();
                case "available" -> left.size();
                case "next" -> left.remove();
                case "getServerCursor" ->
                    replies.isEmpty() ? null : new ServerCursor(1, new ServerAddress());
                default -> null;
              };
            });
    return fake(
        MongoIterable.class,
        (self, method, words) -> {
          ask(replies, left, memory, held);
          return cursor;
        });
  }

  private static void ask(
      Deque<Integer> replies, Deque<RawBsonDocument> left, CountedMemory memory, List<Long> held) {
    held.add(memory.held());
    left.addAll(Collections.nCopies(replies.remove(), DOCUMENT));
  }

  @SuppressWarnings("unchecked")
  private static <T> T fake(Class<?> type, InvocationHandler handler) {
    return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
