package io.distributary.gateway.fhir;

import io.distributary.schemas.Version;
import io.distributary.sink.StoredResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A resource as a client sees it: the bytes as they were appended, with {@code meta.versionId} and
 * {@code meta.lastUpdated} put in, whatever the source had written there. The bytes around them are
 * copied, not read and written anew.
 */
public final class Rendering {
  private static final String META = "\"meta\"";
  private static final String ESCAPED_LETTER = "\\u00";

  private final byte[] json;
  private final byte[] added;
  private int idEnd = -1;
  private int metaStart = -1;
  private int metaEnd = -1;

  private Rendering(byte[] json, Version version, Instant lastUpdated) {
    this.json = json;
    this.added =
        ("\"versionId\":\"" + version + "\",\"lastUpdated\":\"" + lastUpdated + "\"")
            .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param json a sound resource, as it was appended
   */
  public static byte[] of(byte[] json, Version version, Instant lastUpdated) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 128);
    try {
      write(json, version, lastUpdated, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A stored resource that is not a tombstone. */
  public static byte[] of(StoredResource stored) {
    return of(stored.json(), stored.head().version(), stored.head().appended());
  }

  static void write(StoredResource stored, OutputStream out) throws IOException {
    write(stored.json(), stored.head().version(), stored.head().appended(), out);
  }

  private static void write(byte[] json, Version version, Instant lastUpdated, OutputStream out)
      throws IOException {
    new Rendering(json, version, lastUpdated).write(out);
  }

  private void write(OutputStream out) throws IOException {
    JsonSpans.fields(json, 0, this::note);
    if (metaStart < 0) {
      out.write(json, 0, idEnd);
      out.write(ascii(",\"meta\":{"));
      out.write(added);
      out.write('}');
      out.write(json, idEnd, json.length - idEnd);
    } else {
      out.write(json, 0, metaStart);
      out.write('{');
      out.write(added);
      writeOtherMeta(out);
      out.write('}');
      out.write(json, metaEnd, json.length - metaEnd);
    }
  }

  /** What comes behind id and meta need not be looked at. */
  private boolean note(String name, int nameStart, int valueStart, int valueEnd) {
    if (name.equals("id")) {
      idEnd = valueEnd;
      return metaEnd < 0 && mayHaveMeta();
    }
    if (name.equals("meta")) {
      metaStart = valueStart;
      metaEnd = valueEnd;
    }
    return idEnd < 0 || metaEnd < 0;
  }

  /** To look for a word is much faster than to walk over all fields, where there is no meta. */
  private boolean mayHaveMeta() {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    return text.indexOf(META, idEnd) >= 0 || hasEscapedLetter(text, idEnd);
  }

  private static boolean hasEscapedLetter(String text, int from) {
    int at = text.indexOf('\\', from);
    while (at >= 0 && !text.startsWith(ESCAPED_LETTER, at)) {
      at = text.indexOf('\\', at + 1);
    }
    return at >= 0;
  }

  private void writeOtherMeta(OutputStream out) throws IOException {
    if (json[metaStart] != '{') {
      return;
    }
    ByteArrayOutputStream others = new ByteArrayOutputStream();
    JsonSpans.fields(
        json,
        metaStart,
        (name, nameStart, valueStart, valueEnd) -> {
          if (!name.equals("versionId") && !name.equals("lastUpdated")) {
            others.write(',');
            others.write(json, nameStart, valueEnd - nameStart);
          }
          return true;
        });
    others.writeTo(out);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
