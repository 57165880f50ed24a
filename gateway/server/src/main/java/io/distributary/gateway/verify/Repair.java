package io.distributary.gateway.verify;

import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Correction;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Hands the right events of wrong resources to the sink again. Goes over the log once for as many
 * names as there is room for: a view of which most is wrong is sooner rebuilt.
 */
final class Repair<P> {
  private static final int NAMES = 20_000;
  private static final int CALL = 500;
  private static final long CALL_BYTES = 4L << 20;
  private static final Duration FIND = Duration.ofMinutes(2);

  private final VerificationTarget<P> parts;
  private final Facts<P> facts;
  private final NameMap wrong;
  private final Patience patience;
  private final VerifyProgress progress;
  private final long room;

  /**
   * @param room bytes of events that one pass over the log may collect
   */
  Repair(
      VerificationTarget<P> parts,
      NameMap wrong,
      Patience patience,
      VerifyProgress progress,
      long room) {
    this.parts = parts;
    this.facts = parts.facts();
    this.wrong = wrong;
    this.patience = patience;
    this.progress = progress;
    this.room = room;
  }

  /** Corrects all that is wrong, as far as the view still holds what was seen last. */
  void repair() throws SinkException {
    List<String> names = wrong.behind(null, NAMES);
    while (!names.isEmpty()) {
      NavigableMap<String, NavigableMap<Version, StreamRecord>> right = collect(names);
      correct(right);
      names = wrong.behind(right.lastKey(), NAMES);
    }
  }

  /** The records of the first of the names, as many as there is room for. */
  private NavigableMap<String, NavigableMap<Version, StreamRecord>> collect(List<String> names)
      throws SinkException {
    return patience.call(
        () -> {
          Position committed = parts.committed().get();
          progress.reads(committed.total());
          Collected collected = new Collected(names);
          parts.log().read(Position.start(committed.epoch()), committed, collected::take);
          return collected.records;
        });
  }

  /** What one pass over the log brings. */
  private final class Collected {
    private final NavigableMap<String, NavigableMap<Version, StreamRecord>> records =
        new TreeMap<>();
    private long bytes;

    Collected(List<String> names) {
      names.forEach(name -> records.put(name, new TreeMap<>()));
    }

    void take(List<StreamRecord> piece) {
      patience.cancellation().check();
      progress.read(piece.size());
      List<Fact<P>> wanted = facts.of(piece, records::containsKey);
      Set<Version> rejected =
          parts.rejected().among(wanted.stream().map(fact -> fact.held().version()).toList());
      Map<Version, StreamRecord> byVersion =
          piece.stream().collect(Collectors.toMap(StreamRecord::version, record -> record));
      for (Fact<P> fact : wanted) {
        StreamRecord record = byVersion.get(fact.held().version());
        if (record != null && !rejected.contains(record.version())) {
          take(fact.name(), record);
        }
      }
    }

    private void take(String name, StreamRecord record) {
      NavigableMap<Version, StreamRecord> known = records.get(name);
      if (known == null) {
        return;
      }
      known.put(record.version(), record);
      bytes += record.size();
      if (!parts.sink().projection().keepsHistory() && known.size() > 1) {
        bytes -= known.pollFirstEntry().getValue().size();
      }
      while (bytes > room && records.size() > 1) {
        bytes -= size(records.pollLastEntry().getValue().values());
      }
    }
  }

  private static long size(Collection<StreamRecord> records) {
    return records.stream().mapToLong(StreamRecord::size).sum();
  }

  private void correct(Map<String, NavigableMap<Version, StreamRecord>> right)
      throws SinkException {
    Map<String, Collection<StreamRecord>> call = new TreeMap<>();
    long bytes = 0;
    for (Map.Entry<String, NavigableMap<Version, StreamRecord>> each : right.entrySet()) {
      call.put(each.getKey(), each.getValue().values());
      bytes += size(each.getValue().values());
      if (call.size() == CALL || bytes > CALL_BYTES) {
        repair(call);
        call.clear();
        bytes = 0;
      }
    }
    if (!call.isEmpty()) {
      repair(call);
    }
  }

  private void repair(Map<String, Collection<StreamRecord>> right) throws SinkException {
    Map<String, ViewEntry> found =
        patience.call(() -> parts.maintenance().find(right.keySet(), parts.within(FIND)));
    List<Correction<P>> corrections = new ArrayList<>();
    right.forEach(
        (name, records) -> {
          Optional<ViewEntry> entry = Optional.ofNullable(found.get(name));
          if (isStill(name, entry)) {
            corrections.add(new Correction<>(name, entry, projected(records)));
          }
        });
    if (!corrections.isEmpty()) {
      patience.call(() -> parts.sink().repair().repair(corrections));
    }
  }

  private boolean isStill(String name, Optional<ViewEntry> entry) {
    return wrong.get(name).filter(seen -> Observation.parse(seen).isOf(entry)).isPresent();
  }

  private List<Projected<P>> projected(Collection<StreamRecord> records) {
    return records.stream().flatMap(facts::projected).toList();
  }
}
