package io.distributary.gateway.verify;

import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A few events from somewhere below a revision's checkpoint, looked up in its view. Blocks. */
public record Sample<P>(VerificationTarget<P> parts, int size, RandomGenerator random) {
  private static final Duration FIND = Duration.ofSeconds(10);

  /** Of events: how many were looked up, and how many of them the view does not hold. */
  public record Count(long checked, long wrong) {}

  public Count take() throws SinkException {
    Position committed = parts.committed().get();
    if (committed.total() == 0) {
      return new Count(0, 0);
    }
    List<StreamRecord> records = new ArrayList<>();
    Position from = somewhere(committed);
    int partition = from.offsets().firstKey();
    long end = Math.min(committed.offset(partition), from.offset(partition) + size);
    parts.log().read(from, from.with(partition, end), records::addAll);
    return check(facts(records));
  }

  /** Every offset is as likely as every other one. */
  private Position somewhere(Position committed) {
    long place = random.nextLong(committed.total());
    for (Map.Entry<Integer, Long> each : committed.offsets().entrySet()) {
      if (place < each.getValue()) {
        return Position.start(committed.epoch()).with(each.getKey(), place);
      }
      place -= each.getValue();
    }
    throw new IllegalStateException("A place behind the end");
  }

  private List<Fact<P>> facts(List<StreamRecord> records) {
    List<Fact<P>> all = parts.facts().of(records, name -> true);
    Set<Version> rejected =
        parts.rejected().among(all.stream().map(fact -> fact.held().version()).toList());
    return all.stream().filter(fact -> !rejected.contains(fact.held().version())).toList();
  }

  /** What seems wrong is looked up once more: a newer event may just be on its way. */
  private Count check(List<Fact<P>> facts) throws SinkException {
    List<Fact<P>> wrong = wrong(wrong(facts));
    return new Count(facts.size(), wrong.size());
  }

  private List<Fact<P>> wrong(List<Fact<P>> facts) throws SinkException {
    if (facts.isEmpty()) {
      return facts;
    }
    Set<String> names = facts.stream().map(Fact::name).collect(Collectors.toSet());
    Map<String, ViewEntry> found = parts.maintenance().find(names, parts.within(FIND));
    return facts.stream().filter(fact -> !holds(found.get(fact.name()), fact.held())).toList();
  }

  private static boolean holds(@Nullable ViewEntry entry, LoggedEvent held) {
    return entry != null
        && (held.is(entry)
            || entry.version().filter(v -> v.compareTo(held.version()) > 0).isPresent());
  }
}
