package io.distributary.gateway.verify;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a revision rejected, by its dead letters. */
record RevisionDeadLetters(DeadLetters letters, RevisionId revision) implements RejectedVersions {
  @Override
  public Set<Version> among(Collection<Version> versions) {
    if (Blocking.on(letters.count(all())) == 0) {
      return Set.of();
    }
    List<String> ids = versions.stream().map(version -> DeadLetter.id(revision, version)).toList();
    return Blocking.on(letters.find(ids)).stream()
        .map(DeadLetter::version)
        .collect(Collectors.toSet());
  }

  private DeadLetterSelection all() {
    return DeadLetterSelection.ALL.ofRevision(revision).withDiscarded();
  }
}
