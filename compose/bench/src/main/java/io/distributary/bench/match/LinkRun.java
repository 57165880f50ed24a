package io.distributary.bench.match;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code link} in a process of its own.
 *
 * @param root the project's folder, built
 * @param heap in MiB
 */
record LinkRun(Path root, Path folder, int heap) {
  /**
   * What came of it.
   *
   * @param said what the command printed
   */
  record Result(Accuracy accuracy, double seconds, long peakMib, String said) {}

  Result link(LinkageSet set, String... more) throws IOException, InterruptedException {
    Path clusters = folder.resolve("clusters.csv");
    Path output = folder.resolve("link.log");
    List<String> words =
        new ArrayList<>(
            List.of(
                "io.distributary.cli.Main",
                "link",
                "--input",
                set.records().toString(),
                "--columns",
                set.columns(),
                "--output",
                clusters.toString()));
    words.addAll(List.of(more));
    Child link = Child.start(root.resolve("gateway/cli/target/lib") + "/*", heap, output, words);
    double seconds = link.await(output);
    return new Result(set.accuracy(clusters), seconds, link.peakMib(), Files.readString(output));
  }
}
