package io.distributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/stream.md} is what other producers go by. */
class StreamPageTest {
  private static final Path PAGE = Path.of("..", "docs", "stream.md");

  @Test
  void itsReasonsAreThoseOfTheCode() throws Exception {
    // Given
    List<String> expected =
        Arrays.stream(Defect.values())
            .map(Defect::reason)
            .map(reason -> "| `" + reason.code() + "` | " + reason.message() + " |")
            .toList();

    // When
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| reason |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    // Then
    assertThat(rows).isEqualTo(expected);
  }

  @Test
  void itNamesEveryTypeOfEvent() throws Exception {
    assertThat(Files.readString(PAGE))
        .contains(Arrays.stream(Change.values()).map(Change::type).toList());
  }
}
