package io.distributary.sink;

/**
 * Keeps one revision of one view: a value of its parts, which a plugin puts together. Its promises,
 * each a rule of the kit:
 *
 * <ol>
 *   <li>A written event is durable, and readable by its id, when {@link SinkWriter#write} returns.
 *   <li>Writing is idempotent: the same event again leaves what once leaves.
 *   <li>An older version never overwrites a newer one, whatever the order and whoever else writes
 *       at the same time.
 *   <li>A deletion is a tombstone that keeps its version and drops the body; a late older update
 *       does not bring it back.
 *   <li>A refused event refuses none of its neighbours.
 *   <li>Neither an exception nor a result nor a log line carries anything of the content.
 * </ol>
 *
 * <p>Threads: writer and repair are called by one thread at a time; readers and maintenance by any
 * number of threads, meanwhile. Every call blocks. The host does batching, retry, back-off,
 * time-outs, dead letters, metrics and commits; a sink does none of them. A write that takes too
 * long is interrupted and written again once it has come back, on the same thread; a sink that has
 * no time-out of its own must heed the interrupt, and one whose driver is broken by an interrupt
 * (as a file of {@code java.nio} is closed by it) must not let it reach the driver.
 *
 * @param <P> what the projection makes of an event
 */
public final class Sink<P> implements AutoCloseable {
  private final Projection<P> projection;
  private final SinkWriter<P> writer;
  private final SinkRepair<P> repair;
  private final Maintenance maintenance;
  private final Readers readers;
  private final Runnable closing;

  private Sink(Builder<P> parts) {
    this.projection = parts.projection;
    this.writer = parts.writer;
    this.repair = parts.repair;
    this.maintenance = parts.maintenance;
    this.readers = parts.readers;
    this.closing = parts.closing;
  }

  /** The pure function from an event to what this sink writes. */
  public Projection<P> projection() {
    return projection;
  }

  public SinkWriter<P> writer() {
    return writer;
  }

  public SinkRepair<P> repair() {
    return repair;
  }

  /** Counting and checking. */
  public Maintenance maintenance() {
    return maintenance;
  }

  /** What this view can answer. */
  public Readers readers() {
    return readers;
  }

  /**
   * Lets go of connections and threads. Nothing that was written is lost. Repeatable; a call under
   * way or later may fail with {@link Action#RETRY}.
   */
  @Override
  public void close() {
    closing.run();
  }

  /** Begins with the parts that every sink has. */
  public static <P> Builder<P> of(
      Projection<P> projection,
      SinkWriter<P> writer,
      SinkRepair<P> repair,
      Maintenance maintenance) {
    return new Builder<>(projection, writer, repair, maintenance);
  }

  /** Takes the parts that a sink may have. */
  public static final class Builder<P> {
    private final Projection<P> projection;
    private final SinkWriter<P> writer;
    private final SinkRepair<P> repair;
    private final Maintenance maintenance;
    private Readers readers = Readers.none();
    private Runnable closing = () -> {};

    private Builder(
        Projection<P> projection,
        SinkWriter<P> writer,
        SinkRepair<P> repair,
        Maintenance maintenance) {
      this.projection = projection;
      this.writer = writer;
      this.repair = repair;
      this.maintenance = maintenance;
    }

    /** What the view can answer; nothing if not given. */
    public Builder<P> readers(Readers some) {
      readers = some;
      return this;
    }

    /** What {@link Sink#close} does; nothing if not given. */
    public Builder<P> closing(Runnable action) {
      closing = action;
      return this;
    }

    public Sink<P> build() {
      return new Sink<>(this);
    }
  }
}
