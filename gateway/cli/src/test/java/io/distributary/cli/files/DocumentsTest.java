package io.distributary.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
  @TempDir private Path folder;

  private final List<String> ids = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  @Test
  void oneObjectOverManyLines() throws Exception {
    visit("\n{\n  \"id\": \"a\",\n  \"x\": {}\n}\n\n");

    assertThat(ids).containsExactly("a");
    assertThat(unreadable).isEmpty();
  }

  @Test
  void oneObjectInOneLine() throws Exception {
    visit("{\"id\":\"a\"}");

    assertThat(ids).containsExactly("a");
  }

  @Test
  void anObjectALine() throws Exception {
    visit("{\"id\":\"a\"}\r\n{\"id\":\"b\"}\n\n{\"id\":\"c\"}");

    assertThat(ids).containsExactly("a", "b", "c");
  }

  @Test
  void aBadLineIsNamedAndTheRestGoesOn() throws Exception {
    visit("{\"id\":\"a\"}\n{\"id\":\n{\"id\":\"c\"}\n");

    assertThat(ids).containsExactly("a", "c");
    assertThat(unreadable)
        .containsExactly("object 2: it is not a JSON object that can be read (MALFORMED_JSON)");
  }

  @Test
  void gzipIsSeenFromItsFirstBytes() throws Exception {
    visit(gzip("{\"id\":\"a\"}\n{\"id\":\"b\"}\n"));

    assertThat(ids).containsExactly("a", "b");
  }

  @Test
  void gzipThatEndsTooEarlyIsNamed() throws Exception {
    byte[] whole = gzip("{\"id\":\"a\",\"x\":\"" + "random text 4711 ".repeat(50) + "\"}");

    visit(Arrays.copyOf(whole, whole.length - 12));

    assertThat(ids).isEmpty();
    assertThat(unreadable).containsExactly(": its gzip ends too early");
  }

  @Test
  void whatIsNoJsonIsNamed() throws Exception {
    for (String text : List.of("", "  ", "hello", "[1]", "{\"a\":1", "{\"a\":1}{", "{\"a\":1} x")) {
      ids.clear();
      unreadable.clear();

      visit(text);

      assertThat(unreadable).as(text).hasSize(1);
      assertThat(ids).as(text).isEmpty();
    }
  }

  @Test
  void missingFileIsNamed() throws Exception {
    new Documents(folder.resolve("none")).visit(new Collector());

    assertThat(unreadable).containsExactly(": there is no such file");
  }

  private void visit(String text) throws Exception {
    visit(text.getBytes(StandardCharsets.UTF_8));
  }

  private void visit(byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("file"), content);
    new Documents(file).visit(new Collector());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private final class Collector implements Documents.Visitor {
    @Override
    public void document(Map<String, Object> tree) {
      ids.add(String.valueOf(tree.get("id")));
    }

    @Override
    public void unreadable(String where, String reason) {
      unreadable.add(where + ": " + reason);
    }
  }
}
