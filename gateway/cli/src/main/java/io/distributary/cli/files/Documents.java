package io.distributary.cli.files;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects of one file: one, or one a line (NDJSON), plain or gzip'ed; which of these it is
 * is seen from the content.
 */
public final class Documents {
  /** A Bundle is read whole: 1 GiB of JSON, 80 levels. */
  private static final JsonLimits LIMITS = new JsonLimits(1 << 30, 80, Integer.MAX_VALUE);

  private static final int BUFFER = 1 << 16;

  /** Takes the objects of a file, in their order. */
  public interface Visitor {
    void document(Map<String, @Nullable Object> tree) throws InterruptedException;

    /**
     * A part of the file could not be read; the rest goes on.
     *
     * @param where for example {@code line 7}; empty: the file
     */
    void unreadable(String where, String reason);
  }

  private final Path file;

  public Documents(Path file) {
    this.file = file;
  }

  /** Never fails: what cannot be read is told to the visitor. */
  public void visit(Visitor visitor) throws InterruptedException {
    try (InputStream in = open()) {
      read(in, visitor);
    } catch (NoSuchFileException e) {
      visitor.unreadable("", "there is no such file");
    } catch (AccessDeniedException e) {
      visitor.unreadable("", "it may not be read");
    } catch (EOFException e) {
      visitor.unreadable("", "its gzip ends too early");
    } catch (ZipException e) {
      visitor.unreadable("", "its gzip is damaged");
    } catch (IOException e) {
      visitor.unreadable("", "it cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (UnreadableException e) {
      visitor.unreadable("", String.valueOf(e.getMessage()));
    }
  }

  private InputStream open() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("a folder");
    }
    return Unpacked.open(file);
  }

  private static void read(InputStream in, Visitor visitor)
      throws IOException, UnreadableException, InterruptedException {
    skipByteOrderMark(in);
    skipSpace(in);
    ByteArrayOutputStream first = line(in);
    int next = skipSpace(in);
    if (next == '{' && endsObject(first)) {
      readLines(first, in, visitor);
    } else {
      copyRest(in, first);
      visitor.document(parsed(first));
    }
  }

  /** A line that cannot be read is told, and the next one is tried. */
  private static void readLines(ByteArrayOutputStream first, InputStream in, Visitor visitor)
      throws IOException, UnreadableException, InterruptedException {
    ByteArrayOutputStream line = first;
    for (int number = 1; line.size() > 0; number++) {
      if (!isBlank(line)) {
        readLine(line, number, visitor);
      }
      line = line(in);
    }
  }

  private static void readLine(ByteArrayOutputStream line, int number, Visitor visitor)
      throws InterruptedException {
    try {
      visitor.document(parsed(line));
    } catch (UnreadableException e) {
      visitor.unreadable("object " + number, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, @Nullable Object> parsed(ByteArrayOutputStream json)
      throws UnreadableException {
    try {
      return Json.parseObject(json.toByteArray(), LIMITS);
    } catch (InvalidResourceException e) {
      throw new UnreadableException(
          "it is not a JSON object that can be read (" + e.defect() + ")");
    }
  }

  /** With its line break; empty at the end. */
  private static ByteArrayOutputStream line(InputStream in)
      throws IOException, UnreadableException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        break;
      }
      checkSize(line);
    }
    return line;
  }

  private static void copyRest(InputStream in, ByteArrayOutputStream to)
      throws IOException, UnreadableException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      to.write(buffer, 0, count);
      checkSize(to);
    }
  }

  private static void checkSize(ByteArrayOutputStream json) throws UnreadableException {
    if (json.size() > LIMITS.bytes()) {
      throw new UnreadableException("it has more than 1 GiB of JSON in one object");
    }
  }

  private static boolean endsObject(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int last = bytes.length - 1;
    while (last >= 0 && isSpace(bytes[last])) {
      last--;
    }
    return last >= 0 && bytes[last] == '}';
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    for (byte sign : line.toByteArray()) {
      if (!isSpace(sign)) {
        return false;
      }
    }
    return true;
  }

  private static void skipByteOrderMark(InputStream in) throws IOException {
    in.mark(3);
    if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
      in.reset();
    }
  }

  /** The next byte that is not white space, which stays unread; -1 at the end. */
  private static int skipSpace(InputStream in) throws IOException {
    while (true) {
      in.mark(1);
      int next = in.read();
      if (next < 0 || !isSpace(next)) {
        in.reset();
        return next;
      }
    }
  }

  private static boolean isSpace(int sign) {
    return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n';
  }
}
