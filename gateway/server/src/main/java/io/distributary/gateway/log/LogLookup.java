package io.distributary.gateway.log;

import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Finds single events of the log again, by their places, outside of every group. */
public interface LogLookup {
  /**
   * What a look-up found.
   *
   * @param missing what the log does not have, or no longer
   */
  record Found(List<StreamRecord> records, Set<Version> missing) {}

  /**
   * Looks events up until it has so many bytes, and one event at least. Ask again for what is
   * neither found nor missing.
   *
   * @return fails with a {@link StreamException} when Kafka does not answer
   */
  Future<Found> find(Collection<Version> wanted, long maxBytes);
}
