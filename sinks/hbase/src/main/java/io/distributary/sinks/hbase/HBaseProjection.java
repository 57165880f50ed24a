package io.distributary.sinks.hbase;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.ContentHash;
import io.distributary.sink.Projection;
import io.distributary.sink.RejectedEventException;
import io.distributary.sinks.hbase.CellHead.State;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Keeps every type and every version, byte for byte. */
final class HBaseProjection implements Projection<ChartEntry> {
  /** HBase's own bound, in the client as in the server; a cell beyond it fails its whole call. */
  static final int MAX_CELL_BYTES = 10 << 20;

  /** Room for a cell's row, column and timestamp. */
  private static final int CELL_OVERHEAD = 1 << 10;

  private static final Reason NO_TIMESTAMP =
      new Reason("version-too-great", "The version is not usable as a timestamp of HBase.");
  private static final byte[] VOID = {};

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean keepsHistory() {
    return true;
  }

  @Override
  public Optional<ChartEntry> project(Event event) throws RejectedEventException {
    byte[] body = event.deleted() ? VOID : event.resource().json();
    if (body.length > MAX_CELL_BYTES - CELL_OVERHEAD) {
      throw new RejectedEventException(HBaseErrors.TOO_LARGE.reason());
    }
    if (event.version().value() == Long.MAX_VALUE) { // HBase reads it as "now"
      throw new RejectedEventException(NO_TIMESTAMP);
    }
    return Optional.of(
        new ChartEntry(
            event.key(), event.id(), event.version(), head(event, body), body, date(event)));
  }

  private static CellHead head(Event event, byte[] body) {
    State state = event.deleted() ? State.DELETED : State.LIVE;
    return new CellHead(
        state,
        event.appended().truncatedTo(ChronoUnit.MILLIS),
        hash(event.key(), state, event.source(), body),
        event.source());
  }

  private static Optional<ClinicalDate> date(Event event) {
    return event.deleted() ? Optional.empty() : ClinicalDate.of(event.resource());
  }

  /** The same of what is stored; none of what is no resource. */
  static Optional<ClinicalDate> date(byte[] body) {
    try {
      return body.length == 0 ? Optional.empty() : ClinicalDate.of(Resource.parse(body));
    } catch (InvalidResourceException e) {
      return Optional.empty();
    }
  }

  @Override
  public String hash(ChartEntry projected) {
    return projected.head().hash();
  }

  /** The hash of what is stored, or is to be. */
  static String hash(ResourceId key, State state, String source, byte[] body) {
    return new ContentHash().add(key.toString()).add(state.name()).add(source).add(body).hex();
  }
}
