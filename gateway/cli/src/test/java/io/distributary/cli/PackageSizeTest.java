package io.distributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package that has grown says why it is one: {@code More than 20 files: …}. */
class PackageSizeTest {
  private static final Path ROOT =
      Path.of(System.getProperty("distributary.root", "../..")).toAbsolutePath().normalize();
  private static final int MANY = 20;
  private static final String WHY = "More than 20 files: ";

  @Test
  void packageOfMoreThan20FilesSaysWhy() {
    // When
    Map<Path, Long> sizes =
        Stream.of("schemas", "sinks", "gateway", "compose")
            .flatMap(top -> sources(ROOT.resolve(top)))
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

    // Then
    List<Path> large = sizes.keySet().stream().filter(each -> sizes.get(each) > MANY).toList();
    assertThat(large)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(about(each)).as("%s", each).contains(WHY));
    assertThat(sizes.keySet())
        .filteredOn(each -> about(each).contains(WHY))
        .containsExactlyInAnyOrderElementsOf(large);
  }

  private static Stream<Path> sources(Path top) {
    try (Stream<Path> all = Files.walk(top)) {
      return all
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its paragraph as one line. */
  private static String about(Path folder) {
    Path info = folder.resolve("package-info.java");
    try {
      return Files.exists(info) ? Files.readString(info).replaceAll("\\s+\\*?\\s*", " ") : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
