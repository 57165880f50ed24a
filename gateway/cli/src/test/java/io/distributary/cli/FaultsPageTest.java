package io.distributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} names only tests that there are, and leaves no fault out. */
class FaultsPageTest {
  private static final Path ROOT =
      Path.of(System.getProperty("distributary.root", "../..")).toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+(?:, \\d+)*) \\|");
  private static final String FAULTS = "## Faults, and the tests that show them";
  private static final String PROTECTIONS = "### Protections taken away";

  private static final int FAULTS_KNOWN = 29;

  /** Of nothing that protects from them yet: linkers, and the writer. */
  private static final Set<Integer> LATER = Set.of(21, 24, 25, 26, 29);

  private static final List<String> SOURCES = List.of("src/test/java", "sinks/tck/src/main/java");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    // Given
    Map<String, String> classes = classes();

    // When
    List<MatchResult> named = NAMED.matcher(page()).results().toList();

    // Then
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named)
        .allSatisfy(
            test ->
                assertThat(classes.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .containsPattern("(\\b" + test.group(2) + "\\(|\"" + test.group(2) + "\")"));
  }

  @Test
  void everyFaultHasARow() throws IOException {
    assertThat(rows(FAULTS, PROTECTIONS))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, FAULTS_KNOWN).boxed().toList());
  }

  @Test
  void everyFaultHasAProtectionThatWasTakenAway() throws IOException {
    assertThat(rows(PROTECTIONS, "### Bad events"))
        .containsAll(
            IntStream.rangeClosed(1, FAULTS_KNOWN)
                .boxed()
                .filter(row -> !LATER.contains(row))
                .toList());
  }

  private static List<Integer> rows(String from, String to) throws IOException {
    String page = page();
    return ROW.matcher(page.substring(page.indexOf(from), page.indexOf(to)))
        .results()
        .flatMap(row -> Stream.of(row.group(1).split(", ")))
        .map(Integer::valueOf)
        .toList();
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/operations.md"));
  }

  /** Sources by the names of their classes. */
  private static Map<String, String> classes() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = file.toString();
            if (path.endsWith(".java") && SOURCES.stream().anyMatch(path::contains)) {
              String name = file.getFileName().toString().replace(".java", "");
              classes.merge(name, Files.readString(file), String::concat);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return classes;
  }
}
