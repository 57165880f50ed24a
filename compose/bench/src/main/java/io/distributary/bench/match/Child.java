package io.distributary.bench.match;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process that is waited for. */
final class Child {
  private static final int LOOK_EVERY_MS = 100;

  private final Process process;
  private final long begin = System.nanoTime();
  private long peakKib;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts one, whose output goes to a file.
   *
   * @param classPath as java takes it
   * @param heap in MiB
   */
  static Child start(String classPath, int heap, Path output, List<String> words)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heap + "m",
                "-Xmx" + heap + "m",
                "-XX:+UseParallelGC",
                "-XX:+IgnoreUnrecognizedVMOptions", // huge pages are Linux's
                "-XX:+UseTransparentHugePages",
                "-XX:-UsePerfData",
                "-cp",
                classPath));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Child(process);
  }

  /**
   * Waits until it has ended well; returns the seconds.
   *
   * @throws IOException when it has not
   */
  double await(Path output) throws IOException, InterruptedException {
    try {
      while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException("A process failed: " + Files.readString(output).strip());
    }
    return seconds;
  }

  /** The largest memory that it has had, as Linux counts it; in MiB; 0 elsewhere. */
  long peakMib() {
    return peakKib / 1024;
  }

  private void look() throws IOException {
    peakKib = Math.max(peakKib, Memory.peakKib(process.pid()));
  }
}
