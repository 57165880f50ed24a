package io.distributary.gateway.verify;

import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.RejectedEventException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads records as one sink's projection does. */
record Facts<P>(Projection<P> projection) {
  /** What leaves something in the view; the rest it never held, or rejected. */
  List<Fact<P>> of(Collection<StreamRecord> records, Predicate<String> wanted) {
    return records.stream()
        .flatMap(record -> event(record).stream())
        .filter(event -> wanted.test(event.id().toString()))
        .flatMap(event -> projected(event).stream())
        .map(this::fact)
        .toList();
  }

  /** One record's, likewise, without its hash. */
  Stream<Projected<P>> projected(StreamRecord record) {
    return event(record).flatMap(this::projected).stream();
  }

  private static Optional<Event> event(StreamRecord record) {
    return EventCodec.decode(record) instanceof Decoded.Sound sound
        ? Optional.of(sound.event())
        : Optional.empty();
  }

  private Optional<Projected<P>> projected(Event event) {
    try {
      return projection.project(event).map(value -> new Projected<>(event, value));
    } catch (RejectedEventException e) {
      return Optional.empty();
    }
  }

  private Fact<P> fact(Projected<P> projected) {
    return new Fact<>(
        projected,
        new LoggedEvent(
            projected.version(), projected.event().deleted(), projection.hash(projected.value())));
  }
}
