package io.distributary.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly and within limits into unmodifiable trees of JDK types, and writes such
 * trees.
 */
public final class Json {
  static final int MAX_NUMBER_LENGTH = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private Json() {}

  /**
   * Reads one JSON object in strict UTF-8: no duplicate fields, nothing behind it, no NUL, no half
   * surrogate pairs.
   *
   * @return fields in their order; values are {@code Map<String, Object>}, {@code List<Object>},
   *     {@code String}, {@link JsonNumber}, {@code Boolean} or null
   * @throws InvalidResourceException with the defect and the path of the element, never a value
   */
  public static Map<String, @Nullable Object> parseObject(byte[] utf8, JsonLimits limits)
      throws InvalidResourceException {
    if (utf8.length > limits.bytes()) {
      throw new InvalidResourceException(Defect.TOO_LARGE, "");
    }
    Alphabet alphabet = Alphabet.of(utf8);
    try (JsonParser parser =
        alphabet.ascii() ? FACTORY.createParser(utf8) : FACTORY.createParser(decode(utf8))) {
      return new TreeReader(parser, limits, !alphabet.plain()).readWholeObject();
    } catch (IOException e) {
      throw new InvalidResourceException(Defect.MALFORMED_JSON, "");
    }
  }

  /**
   * What bytes a text is made of, so that what cannot be wrong need not be looked for.
   *
   * @param ascii no byte but 1 to 127: the text can be read as it stands
   * @param plain ascii without a backslash: no escape can put NUL or half of a surrogate pair into
   *     it
   */
  private record Alphabet(boolean ascii, boolean plain) {
    static Alphabet of(byte[] bytes) {
      boolean plain = true;
      for (byte b : bytes) {
        if (b <= 0) {
          return new Alphabet(false, false);
        }
        plain &= b != '\\';
      }
      return new Alphabet(true, plain);
    }
  }

  private static String decode(byte[] utf8) throws InvalidResourceException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidResourceException(Defect.NOT_UTF8, "");
    }
  }

  /** The tree as UTF-8, without white space. See {@link #write(Object, OutputStream)}. */
  public static byte[] write(@Nullable Object tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try {
      write(tree, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The tree as text, without white space. */
  public static String text(@Nullable Object tree) {
    return new String(write(tree), StandardCharsets.UTF_8);
  }

  /**
   * Writes maps, collections, texts, numbers ({@code toString} is taken for JSON, so {@link
   * JsonNumber} keeps its digits), booleans, nulls, {@link RawJson} as it is, and what a {@link
   * JsonSource} writes. Anything else is written as the text of its {@code toString}. The stream
   * stays open.
   */
  public static void write(@Nullable Object tree, OutputStream out) throws IOException {
    JsonGenerator generator = FACTORY.createGenerator(out);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    new JsonWriter(generator, out).value(tree);
    generator.close();
    out.flush();
  }
}
