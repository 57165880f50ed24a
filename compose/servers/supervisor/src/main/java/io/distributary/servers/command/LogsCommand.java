package io.distributary.servers.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = "Prints the end of the logs.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
  private static final int LONGEST_END = 16 * 1024;
  private static final int LONGEST_END_OF_ONE = 256 * 1024;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVER",
      description =
          "kafka, mongodb, hbase, neo4j, elasticsearch, gateway or up; all when left out.")
  private @Nullable String server;

  @Option(names = "--follow", description = "Go on with what is added, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--data",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = ".distributary")
  private Path folder = Path.of(".distributary");

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataFolder data = DataFolder.of(folder);
    List<Tail> tails = logs(data).map(file -> new Tail(file, out)).toList();
    if (tails.isEmpty()) {
      System.err.println(
          server == null
              ? "No logs in " + data.logs() + "."
              : "No log of '" + server + "' in " + data.logs() + ". There are: " + names(data));
      return 1;
    }
    for (Tail tail : tails) {
      tail.printEnd(server == null ? LONGEST_END : LONGEST_END_OF_ONE, tails.size() > 1);
    }
    while (follow) {
      TimeUnit.MILLISECONDS.sleep(200);
      for (Tail tail : tails) {
        tail.printAdded(tails.size() > 1);
      }
    }
    return 0;
  }

  private Stream<Path> logs(DataFolder data) throws IOException {
    if (!Files.isDirectory(data.logs())) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(data.logs())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".log"))
          .filter(file -> server == null || file.equals(data.log(server)))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String names(DataFolder data) throws IOException {
    if (!Files.isDirectory(data.logs())) {
      return "none";
    }
    try (Stream<Path> files = Files.list(data.logs())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".log"))
              .map(name -> name.substring(0, name.length() - ".log".length()))
              .sorted()
              .toList();
      return String.join(", ", names);
    }
  }

  /** One log and how far it was printed. */
  private static final class Tail {
    private final Path file;
    private final PrintStream out;
    private long printed;

    Tail(Path file, PrintStream out) {
      this.file = file;
      this.out = out;
    }

    void printEnd(int most, boolean named) throws IOException {
      printed = Math.max(0, Files.size(file) - most);
      if (printed > 0) {
        printed += restOfLine();
      }
      printAdded(named);
    }

    private int restOfLine() throws IOException {
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        in.seek(printed);
        String cut = in.readLine();
        return cut == null ? 0 : cut.length() + 1;
      }
    }

    /** What was added since; all of it when the log was begun anew. */
    void printAdded(boolean named) throws IOException {
      long size = Files.exists(file) ? Files.size(file) : 0;
      if (size < printed) {
        printed = 0;
      }
      if (size > printed) {
        if (named) {
          out.println("== " + file.getFileName());
        }
        copy(size - printed);
        printed = size;
      }
    }

    private void copy(long bytes) throws IOException {
      try (var in = Files.newInputStream(file)) {
        in.skipNBytes(printed);
        out.write(in.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE - 8)));
        out.flush();
      }
    }
  }
}
