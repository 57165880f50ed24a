package io.distributary.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON piece by piece, with the commas and colons between the pieces. What stands in a
 * stream at a time is little, so that a stream which throws ends even the largest value. See {@link
 * JsonSource}.
 */
public final class JsonWriter {
  private final JsonGenerator generator;
  private final OutputStream out;

  /**
   * @param generator of {@code out}, whose flush is not passed on
   */
  JsonWriter(JsonGenerator generator, OutputStream out) {
    this.generator = generator;
    this.out = out;
  }

  public void startObject() throws IOException {
    generator.writeStartObject();
  }

  public void startArray() throws IOException {
    generator.writeStartArray();
  }

  /** Ends the object or array that was started last. */
  public void end() throws IOException {
    if (isInArray()) {
      generator.writeEndArray();
    } else {
      generator.writeEndObject();
    }
  }

  /** Whether what comes next is an item of an array, which has no name. */
  public boolean isInArray() {
    return generator.getOutputContext().inArray();
  }

  /** The name of the field whose value comes next. */
  public void name(String name) throws IOException {
    generator.writeFieldName(name);
  }

  public void text(String text) throws IOException {
    generator.writeString(text);
  }

  /** A text whose bytes are known to be ASCII. */
  public void text(byte[] ascii, int offset, int length) throws IOException {
    generator.writeUTF8String(ascii, offset, length);
  }

  /**
   * @param number as JSON writes it
   */
  public void number(String number) throws IOException {
    generator.writeNumber(number);
  }

  public void bool(boolean truth) throws IOException {
    generator.writeBoolean(truth);
  }

  public void nothing() throws IOException {
    generator.writeNull();
  }

  /** One JSON value that is known to be sound, handed to the stream without a copy. */
  public void raw(byte[] utf8) throws IOException {
    generator.writeRawValue(""); // what stands before a value
    generator.flush();
    out.write(utf8);
  }

  /** Any value that {@link Json#write(Object, OutputStream)} takes. */
  public void value(@Nullable Object tree) throws IOException {
    if (tree == null) {
      nothing();
    } else if (tree instanceof String text) {
      text(text);
    } else if (tree instanceof Map<?, ?> map) {
      object(map);
    } else if (tree instanceof Collection<?> list) {
      array(list);
    } else if (tree instanceof Boolean truth) {
      bool(truth);
    } else if (tree instanceof Number number) {
      number(number);
    } else if (tree instanceof RawJson raw) {
      raw(raw.utf8());
    } else if (tree instanceof JsonSource source) {
      source.writeTo(this);
    } else {
      text(tree.toString());
    }
  }

  private void object(Map<?, ?> map) throws IOException {
    startObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      name(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
    end();
  }

  private void array(Collection<?> list) throws IOException {
    startArray();
    for (Object item : list) {
      value(item);
    }
    end();
  }

  private void number(Number number) throws IOException {
    if (number instanceof Double d && !Double.isFinite(d)
        || number instanceof Float f && !Float.isFinite(f)) {
      text(number.toString());
    } else {
      number(number.toString());
    }
  }
}
