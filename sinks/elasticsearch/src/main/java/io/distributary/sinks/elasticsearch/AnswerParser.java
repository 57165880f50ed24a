package io.distributary.sinks.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.schemas.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer while it comes in: one value of it is in memory at a time, as a tree or as text,
 * digit for digit.
 */
final class AnswerParser implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(128)
                  .maxStringLength(Integer.MAX_VALUE) // bytes are counted where they are read
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;

  AnswerParser(InputStream in) throws IOException {
    this.parser = FACTORY.createParser(in);
    expect(next(), JsonToken.START_OBJECT);
  }

  /** The name of the next field of the object that is being read; null at its end. */
  @Nullable String field() throws IOException {
    JsonToken token = next();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    expect(token, JsonToken.FIELD_NAME);
    return parser.currentName();
  }

  /** Goes into the object that is the next value. */
  void enterObject() throws IOException {
    expect(next(), JsonToken.START_OBJECT);
  }

  /** Goes into the array that is the next value. */
  void enterArray() throws IOException {
    expect(next(), JsonToken.START_ARRAY);
  }

  /** Whether the array that is being read has one more item; then its first token is read. */
  boolean hasItem() throws IOException {
    return next() != JsonToken.END_ARRAY;
  }

  /** The item that {@link #hasItem} has found. */
  @Nullable Object item() throws IOException {
    return tree(current());
  }

  /** Reads over that item. */
  void skipItem() throws IOException {
    parser.skipChildren();
  }

  /** The next value. */
  @Nullable Object value() throws IOException {
    return tree(next());
  }

  /** Reads over the next value. */
  void skip() throws IOException {
    next();
    parser.skipChildren();
  }

  /** Reads to the end, so that the connection can be used again. */
  void finish() throws IOException {
    if (parser.nextToken() != null) {
      throw new IOException("Something stands behind the answer");
    }
  }

  private @Nullable Object tree(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("The answer is not JSON");
    };
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(8);
    for (String name = field(); name != null; name = field()) {
      fields.put(name, value());
    }
    return fields;
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> items = new ArrayList<>(4);
    while (hasItem()) {
      items.add(item());
    }
    return items;
  }

  /** The next value as it stands, but for white space. */
  RawJson raw() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator copy = FACTORY.createGenerator(bytes)) {
      int depth = 0;
      do {
        depth += copy(next(), copy);
      } while (depth > 0);
    }
    return new RawJson(bytes.toByteArray());
  }

  /** How much deeper it is behind the token. */
  private int copy(JsonToken token, JsonGenerator copy) throws IOException {
    switch (token) {
      case START_OBJECT -> copy.writeStartObject();
      case END_OBJECT -> copy.writeEndObject();
      case START_ARRAY -> copy.writeStartArray();
      case END_ARRAY -> copy.writeEndArray();
      case FIELD_NAME -> copy.writeFieldName(parser.currentName());
      case VALUE_STRING -> copy.writeString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(parser.getText());
      case VALUE_TRUE -> copy.writeBoolean(true);
      case VALUE_FALSE -> copy.writeBoolean(false);
      case VALUE_NULL -> copy.writeNull();
      default -> throw new IOException("The answer is not JSON");
    }
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new EOFException("The answer ends too early");
    }
    return token;
  }

  private JsonToken current() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new EOFException("The answer ends too early");
    }
    return token;
  }

  private static void expect(JsonToken token, JsonToken wanted) throws IOException {
    if (token != wanted) {
      throw new IOException("The answer is not as expected");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
