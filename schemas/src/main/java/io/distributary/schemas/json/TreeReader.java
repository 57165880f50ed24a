package io.distributary.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds one tree and counts what it builds. */
final class TreeReader {
  private static final Pattern ELEMENT = Pattern.compile("_?[A-Za-z][A-Za-z0-9]{0,63}");

  private final JsonParser parser;
  private final JsonLimits limits;
  private final boolean suspect;
  private final Deque<String> path = new ArrayDeque<>();
  private int depth;
  private int values;

  /**
   * @param suspect whether texts can hold NUL or half of a surrogate pair at all
   */
  TreeReader(JsonParser parser, JsonLimits limits, boolean suspect) {
    this.parser = parser;
    this.limits = limits;
    this.suspect = suspect;
  }

  Map<String, @Nullable Object> readWholeObject() throws IOException, InvalidResourceException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw defect(Defect.MALFORMED_JSON);
    }
    if (first != JsonToken.START_OBJECT) {
      throw defect(Defect.NOT_AN_OBJECT);
    }
    Map<String, @Nullable Object> object = object();
    if (parser.nextToken() != null) {
      throw defect(Defect.MALFORMED_JSON);
    }
    return object;
  }

  private @Nullable Object value(JsonToken token) throws IOException, InvalidResourceException {
    if (++values > limits.values()) {
      throw defect(Defect.TOO_BROAD);
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> sound(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw defect(Defect.MALFORMED_JSON);
    };
  }

  private Map<String, @Nullable Object> object() throws IOException, InvalidResourceException {
    enter();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(8); // most have fewer than six
    while (next() == JsonToken.FIELD_NAME) {
      String name = sound(parser.currentName());
      path.addLast(name);
      if (fields.containsKey(name)) {
        throw defect(Defect.DUPLICATE_FIELD);
      }
      fields.put(name, value(next()));
      path.removeLast();
    }
    depth--;
    return fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(fields);
  }

  private List<@Nullable Object> array() throws IOException, InvalidResourceException {
    enter();
    List<@Nullable Object> items = new ArrayList<>(4);
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      items.add(value(token));
    }
    depth--;
    return items.isEmpty() ? List.of() : Collections.unmodifiableList(items);
  }

  private JsonNumber number() throws IOException, InvalidResourceException {
    String text = parser.getText();
    if (text.length() > Json.MAX_NUMBER_LENGTH) {
      throw defect(Defect.NUMBER_TOO_LONG);
    }
    return new JsonNumber(text);
  }

  private JsonToken next() throws IOException, InvalidResourceException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw defect(Defect.MALFORMED_JSON);
    }
    return token;
  }

  private void enter() throws InvalidResourceException {
    if (++depth > limits.depth()) {
      throw defect(Defect.TOO_DEEP);
    }
  }

  /** The text itself, once it is known to hold no NUL and no half of a surrogate pair. */
  private String sound(String text) throws InvalidResourceException {
    for (int i = 0; suspect && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw defect(Defect.TEXT_INVALID);
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          throw defect(Defect.TEXT_INVALID);
        }
        i++;
      }
    }
    return text;
  }

  /**
   * The path holds names of elements only; a name that is none (too long, or not a Latin letter
   * followed by such letters and digits) is left out, as it may be data.
   */
  private InvalidResourceException defect(Defect defect) {
    StringBuilder names = new StringBuilder();
    for (Iterator<String> i = path.iterator(); i.hasNext(); ) {
      String name = i.next();
      names.append(names.isEmpty() ? "" : ".").append(ELEMENT.matcher(name).matches() ? name : "?");
    }
    return new InvalidResourceException(defect, names.toString());
  }
}
