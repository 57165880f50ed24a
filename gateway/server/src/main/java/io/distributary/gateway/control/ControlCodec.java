package io.distributary.gateway.control;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Documents as JSON, in UTF-8 without white space. */
public final class ControlCodec {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(
              List.class,
              lists -> lists.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  private ControlCodec() {}

  public static byte[] write(ControlDocument document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a document, also one of an older or a newer gateway.
   *
   * @throws IOException when the bytes are not one JSON object of this kind; its message says
   *     nothing of what they hold
   */
  public static <T extends ControlDocument> T read(byte[] utf8, Class<T> type) throws IOException {
    try {
      T document = MAPPER.readValue(utf8, type);
      if (document == null) {
        throw unreadable(type);
      }
      return document;
    } catch (JsonProcessingException quotesTheBytes) {
      throw unreadable(type);
    }
  }

  private static IOException unreadable(Class<?> type) {
    return new IOException("not a " + type.getSimpleName());
  }
}
