package io.distributary.gateway.verify;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.deadletter.LetterSelection;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a revision refused, by its dead letters. */
record Letters(DeadLetters letters, RevisionId revision) implements Refused {
  @Override
  public Set<Version> among(Collection<Version> versions) {
    if (Waiting.on(letters.count(all())) == 0) {
      return Set.of();
    }
    List<String> ids = versions.stream().map(version -> DeadLetter.id(revision, version)).toList();
    return Waiting.on(letters.find(ids)).stream()
        .map(DeadLetter::version)
        .collect(Collectors.toSet());
  }

  private LetterSelection all() {
    return LetterSelection.ALL.ofRevision(revision).withDiscarded();
  }
}
