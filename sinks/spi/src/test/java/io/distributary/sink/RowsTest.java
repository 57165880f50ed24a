package io.distributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows are written no further than a cap, and what is in memory was taken before. */
class RowsTest {
  private static final long MIB = 1 << 20;

  private final Memory memory = new Memory(64 * MIB);

  @Test
  void aRowIsWrittenNoFurtherThanTheBytesOfAnAnswer() {
    // Given
    Texts texts = new Texts(1_000_000);
    QueryResult.Rows rows = new QueryResult.Rows(context(MIB));

    // When
    boolean taken = rows.add(Map.of("texts", texts));

    // Then
    assertThat(taken).isFalse();
    assertThat(rows.result().cap()).contains(QueryResult.Cap.MAX_BYTES);
    assertThat(rows.result().pieces()).isEmpty();
    assertThat(texts.read).isLessThan(2 * (int) MIB / Texts.JSON);
    assertThat(memory.most).isLessThanOrEqualTo(MIB);
    assertThat(memory.held).as("held for a row that was not taken").isZero();
  }

  @Test
  void aRowIsWrittenNoFurtherThanItsMemory() {
    // Given
    Memory little = new Memory(MIB);
    Texts texts = new Texts(1_000_000);
    QueryResult.Rows rows = new QueryResult.Rows(context(16 * MIB, little));

    // When
    boolean taken = rows.add(Map.of("n", 1)) && rows.add(Map.of("texts", texts));

    // Then
    assertThat(taken).isFalse();
    assertThat(rows.result().cap()).contains(QueryResult.Cap.BUDGET);
    assertThat(rows.result().rows()).hasSize(1);
    assertThat(texts.read).isLessThan(3 * (int) MIB / Texts.JSON);
    assertThat(little.held).isZero();
  }

  @Test
  void whatIsHeldWasTaken() {
    // Given
    QueryResult.Rows rows = new QueryResult.Rows(context(16 * MIB));

    // When
    IntStream.range(0, 2_000).forEach(i -> rows.add(Map.of("texts", new Texts(i % 10))));

    // Then
    long capacity = rows.result().pieces().stream().mapToLong(piece -> piece.capacity()).sum();
    assertThat(memory.held + Reservation.FIRST).isBetween(capacity, capacity + Reservation.FIRST);
    assertThat(capacity).isLessThan(rows.bytes() + 2_000 + (64 << 10));
    assertThat(rows.result().rows()).hasSize(2_000);
  }

  @Test
  void aRowThatCannotBeReadLeavesNothingOfItself() {
    // Given
    QueryResult.Rows rows = new QueryResult.Rows(context(16 * MIB));
    rows.add(Map.of("n", 1));

    // When
    assertThatThrownBy(() -> rows.add(Map.of("texts", new Broken())))
        .isInstanceOf(IllegalStateException.class);
    rows.add(Map.of("n", 2));

    // Then
    assertThat(text(rows.result())).isEqualTo("{\"n\":1},{\"n\":2}");
  }

  private static String text(QueryResult result) {
    StringBuilder text = new StringBuilder();
    result.pieces().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece)));
    return text.toString();
  }

  private ReadContext context(long maxBytes) {
    return context(maxBytes, memory);
  }

  private static ReadContext context(long maxBytes, Reservation reservation) {
    return ReadContext.of("test", Instant.MAX, Clock.systemUTC())
        .capped(10_000, maxBytes)
        .within(reservation);
  }

  /** A list of texts, each six times as long in JSON, that counts those that were asked for. */
  private static class Texts extends AbstractList<String> {
    static final int JSON = 600;

    private final int size;
    private int read;

    Texts(int size) {
      this.size = size;
    }

    @Override
    public String get(int index) {
      read++;
      return "\u0001".repeat(JSON / 6);
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** Ends after more than a buffer of it. */
  private static final class Broken extends Texts {
    Broken() {
      super(1_000);
    }

    @Override
    public String get(int index) {
      if (index == 500) {
        throw new IllegalStateException("Broken");
      }
      return super.get(index);
    }
  }

  /** So much, and what of it was taken. */
  private static final class Memory implements Reservation {
    private final long bytes;
    private long held;
    private long most;

    Memory(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean grow(long more) {
      if (held + more > bytes) {
        return false;
      }
      held += more;
      most = Math.max(most, held);
      return true;
    }

    @Override
    public void shrink(long back) {
      held -= back;
    }
  }
}
