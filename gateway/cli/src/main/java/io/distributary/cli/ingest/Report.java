package io.distributary.cli.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What was sent and what was not. Safe for use by several threads. */
final class Report {
  private static final int MOST_LINES = 50;

  private final AtomicLong sent = new AtomicLong();
  private final List<String> problems = new ArrayList<>();
  private long failed;
  private long unreadable;

  void sent(int count) {
    sent.addAndGet(count);
  }

  long sent() {
    return sent.get();
  }

  /**
   * A resource was not sent, or was refused.
   *
   * @param what {@code Type/id}, or the file and the place in it
   */
  synchronized void failed(String what, String why) {
    failed++;
    note(what + ": " + why);
  }

  /** A file or a part of it could not be read, so that nobody knows how many resources it has. */
  synchronized void unreadable(String what, String why) {
    unreadable++;
    note(what + ": " + why);
  }

  private void note(String line) {
    if (problems.size() < MOST_LINES) {
      problems.add(line);
    }
  }

  synchronized long failed() {
    return failed;
  }

  synchronized boolean isClean() {
    return failed == 0 && unreadable == 0;
  }

  /** What went wrong, at most {@value #MOST_LINES} lines of it; empty when nothing did. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isClean()) {
      lines.add(
          failed + " resources were not sent, " + unreadable + " files or parts of them not read:");
      problems.forEach(problem -> lines.add("  " + problem));
      long more = failed + unreadable - problems.size();
      if (more > 0) {
        lines.add("  … and " + more + " more");
      }
    }
    return lines;
  }
}
