package io.distributary.bench.match;

import io.distributary.people.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command {@code link} on a file of generated records. */
final class BatchRun {
  private final Generator generator;
  private final LinkRun command;
  private final PrintStream progress;

  BatchRun(Generator generator, LinkRun command, PrintStream progress) {
    this.generator = generator;
    this.command = command;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException, InterruptedException {
    progress.printf("Writing %,d records%n", generator.records());
    LinkageSet set = LinkageSet.write(generator, command.folder());
    progress.println("Linking them");
    LinkRun.Result linked = command.link(set);
    progress.print(linked.said());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seconds", Math.round(linked.seconds() * 10) / 10.0);
    figures.put("peakMib", linked.peakMib());
    figures.putAll(linked.accuracy().figures());
    return figures;
  }
}
