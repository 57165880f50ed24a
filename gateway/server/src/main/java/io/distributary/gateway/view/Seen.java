package io.distributary.gateway.view;

import io.distributary.gateway.log.Groups.Progress;
import io.distributary.schemas.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a revision was when somebody looked.
 *
 * @param position as last heard of
 * @param lag empty when unknown
 * @param behindSince since when its lag stands above 0, as far as it was looked at
 */
record Seen(Optional<Position> position, OptionalLong lag, Optional<Instant> behindSince) {
  static final Seen NEVER = new Seen(Optional.empty(), OptionalLong.empty(), Optional.empty());

  /** How long lag may stand above 0 before a view is said to be catching up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * The same one look later.
   *
   * @param progress empty when nobody knows
   */
  Seen then(Optional<Progress> progress, Instant now) {
    return progress
        .map(
            known ->
                new Seen(
                    Optional.of(known.committed()),
                    OptionalLong.of(known.lag()),
                    known.lag() == 0 ? Optional.empty() : Optional.of(behindSince.orElse(now))))
        .orElseGet(() -> new Seen(position, OptionalLong.empty(), behindSince));
  }

  boolean isBehind(Instant now) {
    return behindSince.isPresent() && behind(now).compareTo(GRACE) >= 0;
  }

  /** For how long it has been behind. */
  Duration behind(Instant now) {
    return behindSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }
}
