package io.distributary.gateway.projector;

import io.distributary.gateway.log.Polled;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of a projector that knows its sink's type of projection: decodes and projects records,
 * and writes them. Blocks.
 */
final class ViewWriter<P> {
  /**
   * What an event weighs in memory, as text, tree and projection together, for each byte of its
   * text.
   */
  static final long WEIGHT = 8;

  private final Projection<P> projection;
  private final SinkWriter<P> writer;
  private final Function<StreamRecord, Decoded> codec;

  private ViewWriter(
      Projection<P> projection, SinkWriter<P> writer, Function<StreamRecord, Decoded> codec) {
    this.projection = projection;
    this.writer = writer;
    this.codec = codec;
  }

  /**
   * @param codec decodes records, as {@link io.distributary.schemas.event.EventCodec#decode} does
   */
  static <P> ViewWriter<P> of(Sink<P> sink, Function<StreamRecord, Decoded> codec) {
    return of(sink.projection(), sink.writer(), codec);
  }

  /** The same of the parts that it needs. */
  static <P> ViewWriter<P> of(
      Projection<P> projection, SinkWriter<P> writer, Function<StreamRecord, Decoded> codec) {
    return new ViewWriter<>(projection, writer, codec);
  }

  int projectionVersion() {
    return projection.version();
  }

  boolean keepsHistory() {
    return projection.keepsHistory();
  }

  Chunk prepare(Polled polled) {
    List<Work> work = new ArrayList<>(polled.records().size());
    long bytes = 0;
    for (StreamRecord record : polled.records()) {
      work.add(prepare(codec.apply(record)));
      bytes += WEIGHT * record.size();
    }
    return new Chunk(work, polled.next(), bytes);
  }

  private Work prepare(Decoded decoded) {
    if (decoded instanceof Decoded.Sound sound) {
      return project(sound.event());
    }
    if (decoded instanceof Decoded.Malformed malformed) {
      return new Work.Reject(malformed.version(), malformed.subject(), malformed.reason());
    }
    return new Work.Skip(decoded.version());
  }

  private Work project(Event event) {
    try {
      Optional<P> projected = projection.project(event);
      return projected.isPresent()
          ? new Work.Apply(new Projected<>(event.withoutTree(), projected.get()))
          : new Work.Skip(event.version());
    } catch (RejectedEventException e) {
      return new Work.Reject(event.version(), Optional.of(event.id()), e.reason());
    }
  }

  @SuppressWarnings("unchecked") // the batch was made by prepare()
  WriteResult write(List<Projected<?>> batch) throws SinkException {
    List<Projected<P>> typed = new ArrayList<>(batch.size());
    batch.forEach(projected -> typed.add((Projected<P>) projected));
    return writer.write(typed);
  }
}
