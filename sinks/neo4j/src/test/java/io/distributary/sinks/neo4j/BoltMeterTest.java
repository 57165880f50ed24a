package io.distributary.sinks.neo4j;

import static io.distributary.sinks.neo4j.BoltMeter.FIELD;
import static io.distributary.sinks.neo4j.BoltMeter.LIST;
import static io.distributary.sinks.neo4j.BoltMeter.MAP;
import static io.distributary.sinks.neo4j.BoltMeter.MAX_DEPTH;
import static io.distributary.sinks.neo4j.BoltMeter.SCALAR;
import static io.distributary.sinks.neo4j.BoltMeter.STRUCTURE;
import static io.distributary.sinks.neo4j.BoltMeter.TEXT;
import static io.distributary.sinks.neo4j.BoltMeter.TEXT_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoltMeterTest {
  /** What Neo4j 5.26 sent for {@code RETURN 1 AS x, [1, 300, -1, 70000, 1.5, null, true, 'hi']}. */
  private static final String SCALARS =
      "001db17192019801c9012cffca00011170c13ff8000000000000c0c38268690000";

  /** {@code RETURN {a: {b: 'text of seventeen'}}, date('2020-02-29')}. */
  private static final String NESTED =
      "0021b17192a18161a18162d01174657874206f6620736576656e7465656eb144c947910000";

  /** {@code RETURN range(126, 130)}. */
  private static final String RANGE = "000fb17191957e7fc90080c90081c900820000";

  private static final long ROW = STRUCTURE + LIST;

  private static long text(int bytes) {
    return TEXT + (long) TEXT_BYTE * bytes;
  }

  @ParameterizedTest
  @MethodSource("costs")
  void everyKindOfValueHasItsCost(String value, long cost) throws IOException {
    // Given
    int length = 3 + value.length() / 2;
    String message = "%04xb17191%s0000".formatted(length, value);

    // When
    List<Message> read = read(message);

    // Then
    assertThat(read).containsExactly(new Message(true, length + ROW + cost));
  }

  static Stream<Arguments> costs() {
    return Stream.of(
        arguments("00", SCALAR),
        arguments("7f", SCALAR),
        arguments("f0", SCALAR),
        arguments("ff", SCALAR),
        arguments("c0", SCALAR),
        arguments("c1" + "d0".repeat(8), SCALAR),
        arguments("c2", SCALAR),
        arguments("c3", SCALAR),
        arguments("c8d0", SCALAR),
        arguments("c9d0d0", SCALAR),
        arguments("ca" + "d0".repeat(4), SCALAR),
        arguments("cb" + "d0".repeat(8), SCALAR),
        arguments("80", text(0)),
        arguments("8f" + "d8".repeat(15), text(15)),
        arguments("d010" + "d8".repeat(16), text(16)),
        arguments("d10010" + "d8".repeat(16), text(16)),
        arguments("d200000010" + "d8".repeat(16), text(16)),
        arguments("cc03d8d8d8", text(3)),
        arguments("cd0003d8d8d8", text(3)),
        arguments("ce00000003d8d8d8", text(3)),
        arguments("90", LIST),
        arguments("92" + "01".repeat(2), LIST + 2 * SCALAR),
        arguments("d402" + "01".repeat(2), LIST + 2 * SCALAR),
        arguments("d50002" + "01".repeat(2), LIST + 2 * SCALAR),
        arguments("d600000002" + "01".repeat(2), LIST + 2 * SCALAR),
        arguments("a0", MAP),
        arguments("a1816101", MAP + FIELD + text(1) + SCALAR),
        arguments("d801816101", MAP + FIELD + text(1) + SCALAR),
        arguments("d90001816101", MAP + FIELD + text(1) + SCALAR),
        arguments("da00000001816101", MAP + FIELD + text(1) + SCALAR),
        arguments("b14401", STRUCTURE + SCALAR),
        arguments("dc014401", STRUCTURE + SCALAR),
        arguments("dd00014401", STRUCTURE + SCALAR));
  }

  @Test
  void whatNeo4jSendsIsUnderstood() throws IOException {
    // When
    List<Message> read = read(SCALARS + "0000" + NESTED + RANGE);

    // Then
    assertThat(read)
        .containsExactly(
            new Message(true, 29 + ROW + LIST + 8 * SCALAR + text(2)),
            new Message(
                true, 33 + ROW + 2 * (MAP + FIELD + text(1)) + text(17) + STRUCTURE + SCALAR),
            new Message(true, 15 + ROW + LIST + 5 * SCALAR));
  }

  @Test
  void whatIsNoRowIsSaidToBeNone() throws IOException {
    // When
    List<Message> read = read("0008b170a181618268690000");

    // Then
    assertThat(read).extracting(Message::record).containsExactly(false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void piecesOfAnyLengthCostTheSame(int length) throws IOException {
    // Given
    byte[] all = HexFormat.of().parseHex(SCALARS + NESTED + RANGE);
    List<Message> messages = new ArrayList<>();
    BoltMeter meter = new BoltMeter(new Kept(messages));

    // When
    for (int at = 0; at < all.length; at += length) {
      byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + length));
      meter.read(piece, piece.length);
    }

    // Then
    assertThat(messages).isEqualTo(read(SCALARS + NESTED + RANGE));
  }

  @Test
  void chunksOfAnyLengthCostTheSame() throws IOException {
    // Given
    String payload = NESTED.substring(4, NESTED.length() - 4);
    StringBuilder chunked = new StringBuilder();
    for (int at = 0; at < payload.length(); at += 2) {
      chunked.append("0001").append(payload, at, at + 2);
    }

    // When
    List<Message> read = read(chunked + "0000");

    // Then
    assertThat(read).isEqualTo(read(NESTED));
  }

  @Test
  void aMessageThatIsUnderWayHasCostWhatHasComeOfIt() throws IOException {
    // Given
    BoltMeter meter = new BoltMeter(new Kept(new ArrayList<>()));

    // When
    byte[] begun = HexFormat.of().parseHex("ffffb17191d600100000" + "01".repeat(1_000));
    meter.read(begun, begun.length);

    // Then
    assertThat(meter.open()).isEqualTo(1_008 + ROW + LIST + 1_000 * SCALAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0001c40000", "0003b171c70000", "0004b17191850000", "0004b17191d00000", "000101"})
  void whatIsNotBoltIsRefused(String bytes) {
    assertThatThrownBy(() -> read(bytes + "0000")).isInstanceOf(IOException.class);
  }

  private static List<Message> read(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    List<Message> messages = new ArrayList<>();
    new BoltMeter(new Kept(messages)).read(bytes, bytes.length);
    return messages;
  }

  /** A row whose list lies so deep, the row's own structure and list counted. */
  private static String deep(int depth, String around, String inner) {
    String value = around.repeat(depth - 3) + inner;
    return "%04xb17191%s0000".formatted(3 + value.length() / 2, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"91", "d401", "d50001", "d600000001", "a18161", "d8018161", "b14e"})
  void rowsAreSoDeepAndNoDeeper(String around) throws IOException {
    // Given
    List<Message> messages = new ArrayList<>();
    Kept kept = new Kept(messages);

    // When
    byte[] deepest = HexFormat.of().parseHex(deep(MAX_DEPTH, around, "90"));
    byte[] deeper = HexFormat.of().parseHex(deep(MAX_DEPTH + 1, around, "90"));
    new BoltMeter(kept).read(deepest, deepest.length);
    boolean before = kept.deep;

    // Then
    assertThat(messages).hasSize(1);
    assertThat(before).isFalse();
    assertThatThrownBy(() -> new BoltMeter(kept).read(deeper, deeper.length))
        .isInstanceOf(IOException.class);
    assertThat(kept.deep).isTrue();
  }

  @Test
  void valuesBesideOneAnotherAreNotDeep() throws IOException {
    // Given
    String lists = "d50200" + "9101".repeat(256) + "90".repeat(256);

    // When
    List<Message> read = read("%04xb17191%s0000".formatted(3 + lists.length() / 2, lists));

    // Then
    assertThat(read).hasSize(1);
  }

  @Test
  void whatIsNoRowMayLieDeeperAsPlansDo() throws IOException {
    // Given
    String plan = "91".repeat(3 * MAX_DEPTH) + "90";

    // When
    List<Message> read = read("%04xb170%s0000".formatted(2 + plan.length() / 2, plan) + RANGE);

    // Then
    assertThat(read).extracting(Message::record).containsExactly(false, true);
  }

  private static final class Kept implements BoltMeter.Messages {
    private final List<Message> messages;
    private boolean deep;

    Kept(List<Message> messages) {
      this.messages = messages;
    }

    @Override
    public void end(boolean record, long cost) {
      messages.add(new Message(record, cost));
    }

    @Override
    public void tooDeep() {
      deep = true;
    }
  }

  private record Message(boolean record, long cost) {}
}
