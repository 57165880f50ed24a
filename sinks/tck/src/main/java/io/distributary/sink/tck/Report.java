package io.distributary.sink.tck;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What became of every rule. */
public record Report(List<Finding> findings) {
  /** How a rule ended. */
  public enum Verdict {
    KEPT,
    BROKEN,
    SKIPPED
  }

  /**
   * @param why it was broken or skipped; empty when it was kept
   */
  public record Finding(Rule rule, Verdict verdict, String why) {
    @Override
    public String toString() {
      return verdict + " " + rule.name() + (why.isEmpty() ? "" : ": " + why);
    }
  }

  public Set<String> kept() {
    return names(Verdict.KEPT);
  }

  public Set<String> broken() {
    return names(Verdict.BROKEN);
  }

  public Set<String> skipped() {
    return names(Verdict.SKIPPED);
  }

  private Set<String> names(Verdict verdict) {
    return findings.stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(finding -> finding.rule().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A line for each rule. */
  @Override
  public String toString() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
