package io.distributary.gateway.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.gateway.write.Rejection;
import io.distributary.gateway.write.Rejection.RejectionKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a Bundle apart without building it: the resources stay the bytes that they are, and each is
 * read (strictly, within the limits of a resource) only when its turn comes.
 */
final class BatchReader {
  /** A resource may have 64 levels; Bundle, entry list and entry lie around it. Generous. */
  private static final int MAX_DEPTH = 100;

  /** So that many tiny entries do not take more memory than the body that they came in. */
  static final int MAX_ENTRIES = 20_000;

  private static final Set<String> OF_A_REQUEST =
      Set.of("method", "url", "ifNoneMatch", "ifModifiedSince", "ifMatch", "ifNoneExist");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final byte[] json;
  private final JsonParser parser;
  private final List<BatchEntry> entries = new ArrayList<>();
  private String resourceType = "";
  private String type = "";

  private BatchReader(byte[] json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /**
   * @throws RejectedWriteException when the whole is not a batch Bundle
   */
  static List<BatchEntry> read(byte[] json) throws RejectedWriteException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      BatchReader reader = new BatchReader(json, parser);
      reader.readBundle();
      reader.check();
      return reader.entries;
    } catch (StreamConstraintsException e) {
      throw refused(
          RejectionKind.MALFORMED,
          "The JSON is nested deeper than "
              + MAX_DEPTH
              + " levels, or has a number or a name that"
              + " is too long.",
          "");
    } catch (IOException e) {
      throw refused(RejectionKind.MALFORMED, "The text is not one JSON value.", "");
    }
  }

  private void check() throws RejectedWriteException {
    if (!resourceType.equals("Bundle")) {
      throw refused(RejectionKind.MALFORMED, "The resource is not a Bundle.", "resourceType");
    }
    if (type.equals("transaction")) {
      throw refused(
          RejectionKind.NOT_SUPPORTED,
          "Transactions are not supported yet. Send a Bundle of type batch.",
          "type");
    }
    if (!type.equals("batch")) {
      throw refused(RejectionKind.MALFORMED, "The Bundle's type is not batch.", "type");
    }
  }

  private void readBundle() throws IOException, RejectedWriteException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw refused(RejectionKind.MALFORMED, "The JSON is not an object.", "");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "resourceType" -> resourceType = once(resourceType, name);
        case "type" -> type = once(type, name);
        case "entry" -> readEntries(value);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw refused(RejectionKind.MALFORMED, "The text is not one JSON value.", "");
    }
  }

  private String once(String before, String name) throws IOException, RejectedWriteException {
    String text = parser.getValueAsString("");
    parser.skipChildren();
    if (!before.isEmpty()) {
      throw refused(RejectionKind.MALFORMED, "A field stands twice in one object.", name);
    }
    return text;
  }

  private void readEntries(JsonToken value) throws IOException, RejectedWriteException {
    if (value != JsonToken.START_ARRAY || !entries.isEmpty()) {
      throw refused(RejectionKind.MALFORMED, "There is not one array of entries.", "entry");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw refused(RejectionKind.MALFORMED, "An entry is not an object.", "entry");
      }
      if (entries.size() == MAX_ENTRIES) {
        throw refused(RejectionKind.TOO_LARGE, "The batch has more than 20,000 entries.", "entry");
      }
      readEntry();
    }
  }

  private void readEntry() throws IOException, RejectedWriteException {
    Map<String, String> request = new HashMap<>();
    byte[] resource = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("request")) {
        readRequest(request);
      } else if (name.equals("resource")) {
        if (resource != null) {
          throw refused(
              RejectionKind.MALFORMED, "A field stands twice in one object.", "entry.resource");
        }
        resource = slice();
      } else {
        parser.skipChildren();
      }
    }
    entries.add(new BatchEntry(request, resource));
  }

  private void readRequest(Map<String, String> request) throws IOException, RejectedWriteException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw refused(RejectionKind.MALFORMED, "The request is not an object.", "entry.request");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      boolean ours = OF_A_REQUEST.contains(name);
      if (ours && request.put(name, parser.getValueAsString("")) != null) {
        throw refused(
            RejectionKind.MALFORMED, "A field stands twice in one object.", "entry.request");
      }
      parser.skipChildren();
    }
  }

  private byte[] slice() throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    // The end of a number or literal is known only when the next token is read; objects end here.
    int end = (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(json, start, end);
  }

  private static RejectedWriteException refused(
      RejectionKind kind, String message, String element) {
    return new RejectedWriteException(new Rejection(kind, message, element));
  }
}
