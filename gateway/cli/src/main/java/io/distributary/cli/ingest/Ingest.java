package io.distributary.cli.ingest;

import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.files.Documents;
import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in files to a gateway: every resource as a PUT under its own id, with its
 * references made literal. Reads all files twice: first for their names, then to send. Between the
 * two only names are kept in memory.
 */
public final class Ingest {
  private final List<Path> files;
  private final PrintStream out;
  private final PrintStream progressOut;
  private final boolean terminal;
  private final Report report = new Report();
  private final Delivery delivery;
  private final Names names = new Names();
  private long total;

  /**
   * @param given files and folders
   * @param source of the events, a URI
   * @param retryFor how long a gateway that takes nothing is waited for
   * @param terminal whether {@code progressOut} is one
   */
  public Ingest(
      List<Path> given,
      GatewayClient gateway,
      String source,
      Duration retryFor,
      PrintStream out,
      PrintStream progressOut,
      boolean terminal)
      throws IOException {
    this.files = InputFiles.of(given);
    Patience patience = new Patience(retryFor, System::nanoTime, new Random());
    this.delivery = new Delivery(gateway, source, patience, report);
    this.out = out;
    this.progressOut = progressOut;
    this.terminal = terminal;
  }

  /**
   * Sends everything that can be sent, and prints what came of it.
   *
   * @return whether all of it arrived
   */
  public boolean run() throws InterruptedException {
    for (Path file : files) {
      new Documents(file).visit(new NameCollector());
    }
    double seconds;
    try (Sender sender = new Sender(delivery);
        Progress progress =
            Progress.of(
                total, () -> report.sent() + report.failed(), delivery, progressOut, terminal)) {
      send(sender);
      seconds = progress.seconds();
    }
    summarize(seconds);
    return report.isClean() && delivery.givenUp() == null;
  }

  private void send(Sender sender) throws InterruptedException {
    for (Path file : files) {
      if (delivery.givenUp() != null) {
        return;
      }
      new Documents(file).visit(new FileSender(file, sender));
    }
    sender.drain();
  }

  private void summarize(double seconds) {
    out.printf(
        Locale.ROOT,
        "Sent %,d of %,d resources from %d files in %.1f s (%,.0f/s).%n",
        report.sent(),
        total,
        files.size(),
        seconds,
        report.sent() / seconds);
    report.lines().forEach(out::println);
    String givenUp = delivery.givenUp();
    if (givenUp != null) {
      out.printf(
          Locale.ROOT,
          "Given up: %s. %,d resources were not sent; ingest the same files again later.%n",
          givenUp,
          total - report.sent() - report.failed());
    }
    out.flush();
  }

  /** The first reading. What cannot be read is told by the second. */
  private final class NameCollector implements Documents.Visitor {
    @Override
    public void document(Map<String, @Nullable Object> tree) {
      for (Entry entry : Entry.of(tree)) {
        names.add(entry);
        total++;
      }
    }

    @Override
    public void unreadable(String where, String reason) {}
  }

  /** The second reading. */
  private final class FileSender implements Documents.Visitor {
    private final Path file;
    private final Sender sender;
    private int count;

    FileSender(Path file, Sender sender) {
      this.file = file;
      this.sender = sender;
    }

    @Override
    public void document(Map<String, @Nullable Object> tree) throws InterruptedException {
      List<Entry> entries = Entry.of(tree);
      Resolver resolver = new Resolver(entries, names);
      for (Entry entry : entries) {
        count++;
        if (delivery.givenUp() == null) {
          send(entry, resolver);
        }
      }
    }

    private void send(Entry entry, Resolver resolver) throws InterruptedException {
      Map<String, @Nullable Object> tree = entry.resource().orElse(null);
      if (tree == null) {
        report.failed(place(), "the entry has no resource");
      } else if (entry.id().isEmpty()) {
        report.failed(place() + ", " + entry.type(), "it has no " + entry.lacking());
      } else {
        Resolver.Resolved resolved = resolver.resolve(tree);
        String id = entry.id().get().toString();
        if (resolved.unresolved().isEmpty()) {
          sender.send(new Outgoing(entry.id().get(), Json.write(resolved.tree())));
        } else {
          report.failed(
              id, "no file has the " + resolved.unresolved() + " that it refers to by a search");
        }
      }
    }

    private String place() {
      return file.getFileName() + ", resource " + count;
    }

    @Override
    public void unreadable(String where, String reason) {
      report.unreadable(file + (where.isEmpty() ? "" : ", " + where), reason);
    }
  }
}
