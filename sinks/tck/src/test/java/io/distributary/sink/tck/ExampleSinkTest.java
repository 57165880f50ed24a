package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink of {@code docs/example}, a project of its own that was written against the contract's
 * documentation alone, is compiled and judged here: so neither drifts from the other.
 */
class ExampleSinkTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("distributary.root", "../..")).resolve("docs/example/src");
  private static final String PACKAGE = "java/org/example/h2sink";
  private static final long SEED = 20_261_130;

  @TempDir private Path classes;

  @Test
  void sinkOfTheExampleKeepsEveryRule() throws Exception {
    // Given
    compile(List.of(EXAMPLE.resolve("main"), EXAMPLE.resolve("test")));
    URL[] places = {classes.toUri().toURL(), EXAMPLE.resolve("main/resources").toUri().toURL()};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(places, before)) {
      thread.setContextClassLoader(loader);
      // When
      Report report;
      try (Kit kit = new Kit(fixture(loader), SEED)) {
        report = kit.run();
      }
      // Then
      assertThat(report.broken()).as(report.toString()).isEmpty();
      assertThat(report.skipped()).as("what it does not offer").hasSizeLessThan(5);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** In a database in memory. */
  private static SinkFixture<?> fixture(ClassLoader loader) throws ReflectiveOperationException {
    Constructor<?> constructor =
        loader
            .loadClass("org.example.h2sink.H2Fixture")
            .getDeclaredConstructor(UnaryOperator.class);
    constructor.setAccessible(true);
    UnaryOperator<String> url = namespace -> "jdbc:h2:mem:" + namespace + ";DB_CLOSE_DELAY=-1";
    return (SinkFixture<?>) constructor.newInstance(url);
  }

  private void compile(List<Path> roots) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> sources = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> files = Files.list(root.resolve(PACKAGE))) {
        files
            .filter(file -> !file.toString().endsWith("ConformanceTest.java"))
            .forEach(sources::add);
      }
    }
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("docs/example compiles").isTrue();
    }
  }
}
