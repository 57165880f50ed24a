package io.distributary.servers.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one query of the stand-in may take, without a server around it. */
@Timeout(60)
class BoundsTest {
  private static final int MIB = 1 << 20;
  private static final int OUT_OF_TIME = 50;
  private static final int CLIENT_GONE = 279;
  private static final int OUT_OF_MEMORY = 292;
  private static final Document IN_TIME = new Document("maxTimeMS", 600_000);
  private static final Document AT_ONCE = new Document("maxTimeMS", 1);

  private final Channel client = new EmbeddedChannel();
  private final Semaphore semaphore = new Semaphore(1);
  private final Bounds.Permits permits = new Bounds.Permits(semaphore, 8 * MIB, () -> {});

  private Bounds bounds(Document command) {
    return new Bounds(permits, command, client);
  }

  @Test
  void threeThatMayHoldMuchHoldAThirdOfTheHeapAtMost() {
    // When
    Bounds.Permits all = Reads.permits(() -> {});

    // Then
    assertThat(all.semaphore().availablePermits()).isEqualTo(3);
    assertThat(all.semaphore().availablePermits() * all.mostBytes())
        .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 3);
  }

  @Test
  void muchIsHeldWithAPermitOnlyAndTooMuchNever() {
    // Given
    try (Bounds first = bounds(IN_TIME);
        Bounds second = bounds(AT_ONCE)) {
      // When
      first.hold(Bounds.FREE_BYTES);
      int free = semaphore.availablePermits();
      first.hold(1);
      int taken = semaphore.availablePermits();

      // Then
      assertThat(List.of(free, taken)).containsExactly(1, 0);
      assertThat(codeOf(() -> second.hold(Bounds.FREE_BYTES + 1))).isEqualTo(OUT_OF_TIME);
      assertThat(codeOf(() -> first.hold(8 * MIB))).isEqualTo(OUT_OF_MEMORY);
    }
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void aQueryEndsInItsTimeAndWithItsClient() {
    // Given
    Bounds late = bounds(AT_ONCE);
    Bounds left = bounds(IN_TIME);

    // When
    long began = System.nanoTime();
    while (System.nanoTime() - began < 2_000_000) {
      left.check();
    }
    int tooLate = codeOf(late::look);
    client.close();

    // Then
    assertThat(tooLate).isEqualTo(OUT_OF_TIME);
    assertThat(codeOf(() -> untilItEnds(left::check))).isEqualTo(CLIENT_GONE);
  }

  @Test
  void aMatchThatWouldNeverEndEndsInItsTime() {
    // Given
    BsonRegularExpression endless = new BsonRegularExpression("^(.*.*.*.*.*.*.*.*)+x$", "");
    BoundedRegex regex = new BoundedRegex(endless, bounds(new Document("maxTimeMS", 20)));

    // Then
    assertThat(codeOf(() -> regex.matcher("word ".repeat(60)).find())).isEqualTo(OUT_OF_TIME);
  }

  @Test
  void aBatchEndsBeforeItIsLargerThanTwoMebibytes() {
    // Given
    Stream<Document> documents =
        IntStream.range(0, 8).mapToObj(i -> new Document("t", "x".repeat(MIB / 2)));
    OpenCursor cursor = new OpenCursor(documents.iterator(), bounds(IN_TIME), false);
    ByteBuf first = Unpooled.buffer();
    ByteBuf second = Unpooled.buffer();

    // When
    boolean more = cursor.take(1_000, first, client);
    cursor.take(1_000, second, client);

    // Then
    assertThat(more).isTrue();
    assertThat(first.writerIndex()).isBetween(MIB, 2 * MIB);
    assertThat(second.writerIndex()).isBetween(MIB, 2 * MIB);
  }

  private static void untilItEnds(Runnable step) {
    while (true) {
      step.run();
    }
  }

  private static int codeOf(ThrowingCallable call) {
    int[] code = new int[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MongoServerError.class, e -> code[0] = e.getCode());
    return code[0];
  }
}
