package io.distributary.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void aSourceStandsWhereverAValueDoes() {
    // Given
    JsonSource source =
        out -> {
          out.startObject();
          out.name("a");
          out.startArray();
          out.number("1.10");
          out.bool(true);
          out.nothing();
          out.end();
          out.name("b");
          out.text("x");
          out.end();
        };

    // When
    String alone = Json.text(source);
    String within = Json.text(List.of(1, source, Map.of("s", source)));

    // Then
    assertThat(alone).isEqualTo("{\"a\":[1.10,true,null],\"b\":\"x\"}");
    assertThat(within).isEqualTo("[1," + alone + ",{\"s\":" + alone + "}]");
  }

  @Test
  void whatIsJsonAlreadyStandsBetweenOthersAsItIs() {
    // Given
    RawJson raw = new RawJson("{\"ü\": 1.0}".getBytes(UTF_8));

    // When
    String json = Json.text(List.of("x", raw, Map.of("r", raw), raw, 2));

    // Then
    assertThat(json).isEqualTo("[\"x\",{\"ü\": 1.0},{\"r\":{\"ü\": 1.0}},{\"ü\": 1.0},2]");
  }

  @Test
  void textsAreEscapedAlikeWhetherTheyAreBytesOrNot() {
    // Given every letter of ASCII, in a text longer than any buffer
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 128; c++) {
      all.append(c);
    }
    String text = all.toString().repeat(200);
    byte[] ascii = text.getBytes(UTF_8);

    // When
    String json = Json.text((JsonSource) out -> out.text(ascii, 0, ascii.length));

    // Then
    assertThat(json.equals(Json.text(text))).isTrue();
  }

  @Test
  void aStreamThatThrowsEndsTheLargestValue() {
    // Given
    Full full = new Full(100_000);
    int[] written = {0};
    JsonSource endless =
        out -> {
          out.startArray();
          while (true) {
            out.text("sixteen letters.");
            written[0]++;
          }
        };

    // When, Then
    assertThatThrownBy(() -> Json.write(Map.of("a", endless), full))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThat(written[0]).isLessThan(10_000);
  }

  /** Takes so many bytes and no more. */
  private static final class Full extends OutputStream {
    private long left;

    Full(long left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("full");
      }
    }
  }
}
