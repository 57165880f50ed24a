package io.distributary.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final JsonLimits LIMITS = JsonLimits.RESOURCE;

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("nothing", Defect.MALFORMED_JSON, utf8("")),
        arguments("white space only", Defect.MALFORMED_JSON, utf8(" \n")),
        arguments("cut off in a text", Defect.MALFORMED_JSON, utf8("{\"a\":\"x")),
        arguments("cut off in a list", Defect.MALFORMED_JSON, utf8("{\"a\":[1")),
        arguments("cut off after a name", Defect.MALFORMED_JSON, utf8("{\"a\"")),
        arguments("cut off before the end", Defect.MALFORMED_JSON, utf8("{\"a\":1")),
        arguments("wrong bracket", Defect.MALFORMED_JSON, utf8("{\"a\":[1}")),
        arguments("a second object", Defect.MALFORMED_JSON, utf8("{} {}")),
        arguments("rubbish behind", Defect.MALFORMED_JSON, utf8("{}x")),
        arguments("NUL behind", Defect.MALFORMED_JSON, utf8("{}\0")),
        arguments("comma at the end", Defect.MALFORMED_JSON, utf8("{\"a\":1,}")),
        arguments("comma at a list's end", Defect.MALFORMED_JSON, utf8("{\"a\":[1,]}")),
        arguments("a comment", Defect.MALFORMED_JSON, utf8("{/**/}")),
        arguments("single quotes", Defect.MALFORMED_JSON, utf8("{'a':1}")),
        arguments("a bare name", Defect.MALFORMED_JSON, utf8("{a:1}")),
        arguments("NaN", Defect.MALFORMED_JSON, utf8("{\"a\":NaN}")),
        arguments("zeros before", Defect.MALFORMED_JSON, utf8("{\"a\":01}")),
        arguments("a plus", Defect.MALFORMED_JSON, utf8("{\"a\":+1}")),
        arguments("a point alone", Defect.MALFORMED_JSON, utf8("{\"a\":1.}")),
        arguments("a raw line break", Defect.MALFORMED_JSON, utf8("{\"a\":\"\n\"}")),
        arguments("a raw NUL", Defect.MALFORMED_JSON, utf8("{\"a\":\"\0\"}")),
        arguments("an unknown escape", Defect.MALFORMED_JSON, utf8("{\"a\":\"\\x41\"}")),
        arguments("byte order mark", Defect.MALFORMED_JSON, utf8("\ufeff{}")),
        arguments("UTF-16 without mark", Defect.MALFORMED_JSON, "{}".getBytes(UTF_16LE)),
        arguments("UTF-16 with mark", Defect.NOT_UTF8, "{}".getBytes(UTF_16)),
        arguments("Latin-1", Defect.NOT_UTF8, bytes('{', '"', 0xe9, '"', ':', '1', '}')),
        arguments("overlong", Defect.NOT_UTF8, bytes('{', '"', 0xc0, 0x80, '"', ':', '1', '}')),
        arguments("half pair as bytes", Defect.NOT_UTF8, bytes('"', 0xed, 0xa0, 0x80, '"')),
        arguments("cut off in a letter", Defect.NOT_UTF8, bytes('{', '"', 0xc3)),
        arguments("a list", Defect.NOT_AN_OBJECT, utf8("[{}]")),
        arguments("a text", Defect.NOT_AN_OBJECT, utf8("\"x\"")),
        arguments("null", Defect.NOT_AN_OBJECT, utf8("null")),
        arguments("field twice", Defect.DUPLICATE_FIELD, utf8("{\"a\":1,\"a\":1}")),
        arguments("field twice by escape", Defect.DUPLICATE_FIELD, utf8("{\"a\":1,\"\\u0061\":1}")),
        arguments(
            "field twice within", Defect.DUPLICATE_FIELD, utf8("{\"b\":[{\"a\":1,\"a\":2}]}")),
        arguments("NUL by escape", Defect.TEXT_INVALID, utf8("{\"a\":\"\\u0000\"}")),
        arguments("NUL in a name", Defect.TEXT_INVALID, utf8("{\"\\u0000\":1}")),
        arguments("high half alone", Defect.TEXT_INVALID, utf8("{\"a\":\"\\ud83d\"}")),
        arguments("high half then letter", Defect.TEXT_INVALID, utf8("{\"a\":\"\\ud83dx\"}")),
        arguments("low half alone", Defect.TEXT_INVALID, utf8("{\"a\":\"\\ude00\"}")),
        arguments("halves exchanged", Defect.TEXT_INVALID, utf8("{\"a\":\"\\ude00\\ud83d\"}")),
        arguments("long number", Defect.NUMBER_TOO_LONG, number("1".repeat(1_001))),
        arguments("long fraction", Defect.NUMBER_TOO_LONG, number("0." + "1".repeat(999))),
        arguments("65 levels", Defect.TOO_DEEP, nested(65)),
        arguments("100,000 levels", Defect.TOO_DEEP, nested(100_000)),
        arguments("400,001 values", Defect.TOO_BROAD, broad(400_001)),
        arguments("over 4 MiB", Defect.TOO_LARGE, ofLength(LIMITS.bytes() + 1)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void whatIsNotOneStrictObjectWithinTheLimitsIsRefused(String what, Defect defect, byte[] json) {
    assertThat(refusal(json).defect()).isEqualTo(defect);
  }

  static Stream<Arguments> legal() {
    return Stream.of(
        arguments("64 levels", nested(64)),
        arguments("400,000 values", broad(400_000)),
        arguments("4 MiB", ofLength(LIMITS.bytes())),
        arguments("a number of 1,000 characters", number("1".repeat(1_000))),
        arguments("a pair by escapes", utf8("{\"a\":\"\\ud83d\\ude00\"}")),
        arguments("a text of 100,000 characters", utf8("{\"a\":\"" + "x".repeat(100_000) + "\"}")),
        arguments("a name of 60,000 characters", utf8("{\"" + "x".repeat(60_000) + "\":1}")),
        arguments("white space around", utf8(" \r\n\t{ } \n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("legal")
  void whatReachesTheLimitsIsRead(String what, byte[] json) throws Exception {
    assertThat(Json.parseObject(json, LIMITS)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "1.10",
        "100.00",
        "1e2",
        "1E+2",
        "1.50e-7",
        "1234567890123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "1e999999999999"
      })
  void aNumberKeepsItsDigits(String digits) throws Exception {
    // When
    Map<String, Object> tree = Json.parseObject(number(digits), LIMITS);

    // Then
    assertThat(tree.get("a")).isEqualTo(new JsonNumber(digits)).hasToString(digits);
    assertThat(Json.text(tree)).isEqualTo("{\"a\":" + digits + "}");
  }

  @Test
  void numbersOfOtherLibrariesAreWrittenAndThoseThatJsonLacksBecomeTexts() {
    assertThat(Json.text(List.of(1, 2L, 0.5, Double.NaN, Float.NEGATIVE_INFINITY)))
        .isEqualTo("[1,2,0.5,\"NaN\",\"-Infinity\"]");
  }

  @Test
  void everyTreeIsReadBackAsItWasWritten() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      // Given
      Map<String, Object> tree = object(new SplittableRandom(seed), 0);

      // When
      Map<String, Object> read = Json.parseObject(Json.write(tree), LIMITS);

      // Then
      assertThat(read).as("seed %d", seed).isEqualTo(tree);
      assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(tree.keySet()));
    }
  }

  @Test
  void noDamageToATextIsWorseThanARefusal() {
    byte[] sound = Json.write(object(new SplittableRandom(3), 0));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = sound.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        assertThat(Json.parseObject(damaged, LIMITS)).isNotNull();
      } catch (InvalidResourceException e) {
        assertThat(e.defect()).isNotNull();
      }
    }
  }

  @Test
  void aTreeCannotBeChanged() throws Exception {
    Map<String, Object> tree = Json.parseObject(utf8("{\"a\":[{\"b\":1}],\"c\":{}}"), LIMITS);

    assertThat(tree).isUnmodifiable();
    assertThat((List<?>) tree.get("a")).isUnmodifiable();
    assertThat((Map<?, ?>) tree.get("c")).isUnmodifiable();
  }

  @Test
  void theStreamThatIsWrittenToStaysOpen() throws Exception {
    // Given
    List<String> calls = new ArrayList<>();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            calls.add("close");
          }
        };

    // When
    Json.write(Map.of("a", "ü"), out);

    // Then
    assertThat(out.toString(UTF_8)).isEqualTo("{\"a\":\"ü\"}");
    assertThat(calls).isEmpty();
  }

  @Test
  void aRefusalNamesTheElement() {
    assertThat(refusal(utf8("{\"name\":[{\"_given\":[{\"id\":\"\\u0000\"}]}]}")))
        .hasMessage("A text holds NUL or half of a surrogate pair. At: name._given.id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"CANARY\\u0000\"}",
        "{\"name\":\"CANARY",
        "{\"name\":CANARY}",
        "{\"name\":{\"CANARY of 1970\":1,\"CANARY of 1970\":1}}",
        "{\"CANARY@example.org\":{\"a\":1,\"a\":1}}",
        "{\"ÇANARY\":{\"a\":1,\"a\":1}}",
        "{\"999-CANARY\":{\"a\":1,\"a\":1}}",
        "{\"99912\":{\"a\":1,\"a\":1}}"
      })
  void aRefusalNeverRepeatsWhatIsNoElementName(String json) {
    InvalidResourceException refusal = refusal(utf8(json));

    assertThat(refusal.toString() + refusal.getCause()).doesNotContain("ANARY", "999");
  }

  private static InvalidResourceException refusal(byte[] json) {
    return catchThrowableOfType(
        InvalidResourceException.class, () -> Json.parseObject(json, LIMITS));
  }

  private static Map<String, Object> object(SplittableRandom random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.put(text(random), value(random, depth + 1));
    }
    return object;
  }

  private static Object value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 6 ? 4 : 6)) {
      case 0 -> text(random);
      case 1 -> new JsonNumber(random.nextLong() + "." + random.nextInt(1_000) + "0");
      case 2 -> random.nextBoolean();
      case 3 -> null;
      case 4 -> object(random, depth);
      default ->
          random.ints(random.nextInt(5), 0, 9).mapToObj(i -> value(random, depth + 1)).toList();
    };
  }

  private static String text(SplittableRandom random) {
    int[] letters = {
      'a', '"', '\\', '/', '\n', '\t', 1, 0x7f, 'ß', 0x2028, 0x4e2d, 0x1f600, 0xffff
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  private static byte[] number(String digits) {
    return utf8("{\"a\":" + digits + "}");
  }

  private static byte[] nested(int levels) {
    return utf8("{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}");
  }

  private static byte[] broad(int values) {
    return utf8("{\"a\":[" + "1,".repeat(values - 2) + "1]}");
  }

  private static byte[] ofLength(int length) {
    return utf8("{\"a\":\"" + "x".repeat(length - 8) + "\"}");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
