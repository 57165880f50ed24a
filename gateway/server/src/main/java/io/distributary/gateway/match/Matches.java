package io.distributary.gateway.match;

import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.model.Grade;
import io.distributary.schemas.Position;
import java.util.List;
import java.util.Optional;

/**
 * Patients that somebody may be, the most probable first.
 *
 * @param candidates none of them certainly not
 * @param total how many may be the person, these among them; 0 when they are withheld
 * @param withheld why there are none although some were found; empty when nothing is withheld
 * @param position how far the index had come
 */
public record Matches(
    List<Candidate> candidates, int total, Optional<Withheld> withheld, Position position) {
  /** Why candidates are not given. */
  public enum Withheld {
    /** One certain record was asked for, and several are. */
    SEVERAL_CERTAIN,
    /** One record was asked for, and the best is no surer than the next. */
    SEVERAL_ALIKE,
    /** Only what is certain was asked for, and nothing is, though something is likely. */
    NONE_CERTAIN
  }

  /**
   * What of all that may be is answered.
   *
   * @param possible the most probable first
   */
  static Matches of(MatchQuery query, List<Candidate> possible, Position position) {
    if (query.onlyCertain()) {
      return onlyCertain(possible, position);
    }
    if (query.onlySingle()) {
      return onlySingle(possible, position);
    }
    List<Candidate> best = possible.subList(0, Math.min(query.count(), possible.size()));
    return new Matches(List.copyOf(best), possible.size(), Optional.empty(), position);
  }

  private static Matches onlyCertain(List<Candidate> possible, Position position) {
    List<Candidate> certain =
        possible.stream().filter(candidate -> candidate.grade() == Grade.CERTAIN).toList();
    if (certain.size() > 1) {
      return withheld(Withheld.SEVERAL_CERTAIN, position);
    }
    return certain.isEmpty() && !possible.isEmpty()
        ? withheld(Withheld.NONE_CERTAIN, position)
        : given(certain, position);
  }

  private static Matches onlySingle(List<Candidate> possible, Position position) {
    boolean alike = possible.size() > 1 && possible.get(0).grade() == possible.get(1).grade();
    return alike
        ? withheld(Withheld.SEVERAL_ALIKE, position)
        : given(possible.subList(0, Math.min(1, possible.size())), position);
  }

  private static Matches given(List<Candidate> candidates, Position position) {
    return new Matches(List.copyOf(candidates), candidates.size(), Optional.empty(), position);
  }

  private static Matches withheld(Withheld why, Position position) {
    return new Matches(List.of(), 0, Optional.of(why), position);
  }
}
