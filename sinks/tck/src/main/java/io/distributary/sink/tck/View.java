package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Correction;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.Reservation;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.ViewEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** One open sink, used as the host uses it. */
final class View implements AutoCloseable {
  private static final Duration ENOUGH = Duration.ofSeconds(60);
  private static final int MAX_ROWS = 10_000;
  private static final long MAX_BYTES = 16 << 20;

  private final Sink<?> sink;
  private final Clock clock;

  View(Sink<?> sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** What the view is known to hold of a resource: the newest event's place and kind. */
  record Seen(Version version, boolean deleted) {
    static Seen of(Event event) {
      return new Seen(event.version(), event.deleted());
    }
  }

  Sink<?> sink() {
    return sink;
  }

  boolean keepsHistory() {
    return sink.projection().keepsHistory();
  }

  /** Whether the view keeps such an event at all. */
  boolean keeps(Event event) throws RejectedEventException {
    return sink.projection().project(event).isPresent();
  }

  String hashOf(Event event) throws RejectedEventException {
    return hashOf(sink.projection(), event);
  }

  private static <P> String hashOf(Projection<P> projection, Event event)
      throws RejectedEventException {
    return projection.hash(
        projection
            .project(event)
            .orElseThrow(() -> new AssertionError("The view does not keep " + event)));
  }

  /**
   * Writes a batch and expects that none of it is refused.
   *
   * @return outcomes of the events, those that a newer one in the batch made needless left out
   */
  List<Outcome> apply(Event... events) throws Exception {
    return apply(List.of(events));
  }

  List<Outcome> apply(List<Event> events) throws Exception {
    List<Outcome> outcomes = write(events);
    assertThat(outcomes).as("outcomes of legal events").noneMatch(Outcome.Failed.class::isInstance);
    return outcomes;
  }

  /** Writes a batch as the host hands it over; whatever becomes of it. */
  List<Outcome> write(List<Event> events) throws Exception {
    List<Outcome> outcomes = attempt(events);
    assertThat(outcomes).as("one outcome for each event of a batch").hasSameSizeAs(batch(events));
    return outcomes;
  }

  /** The same, whatever it answers. */
  List<Outcome> attempt(List<Event> events) throws Exception {
    return write(sink, batch(events));
  }

  private static <P> List<Outcome> write(Sink<P> sink, List<Event> events) throws Exception {
    return sink.writer().write(projected(sink.projection(), events)).outcomes();
  }

  private static <P> List<Projected<P>> projected(Projection<P> projection, List<Event> events)
      throws RejectedEventException {
    List<Projected<P>> batch = new ArrayList<>();
    for (Event event : events) {
      projection.project(event).ifPresent(value -> batch.add(new Projected<>(event, value)));
    }
    return List.copyOf(batch);
  }

  /** A {@link Correction} before it is projected. */
  record Mend(String name, Optional<ViewEntry> found, List<Event> right) {}

  /** What is there now, with what must be there: these events, or nothing. */
  Mend mend(ResourceId id, Event... right) throws SinkException {
    return mend(id.toString(), right);
  }

  Mend mend(String name, Event... right) throws SinkException {
    return new Mend(name, find(name), List.of(right));
  }

  /** Corrects as the host does: with every version where history is kept, else the newest. */
  List<Outcome> repair(Mend... mends) throws Exception {
    return repair(List.of(mends));
  }

  List<Outcome> repair(List<Mend> mends) throws Exception {
    List<Outcome> outcomes = repair(sink, mends);
    assertThat(outcomes).as("one outcome for each correction").hasSameSizeAs(mends);
    return outcomes;
  }

  private <P> List<Outcome> repair(Sink<P> typed, List<Mend> mends) throws Exception {
    List<Correction<P>> corrections = new ArrayList<>();
    for (Mend mend : mends) {
      List<Projected<P>> right = projected(typed.projection(), batch(mend.right()));
      corrections.add(new Correction<>(mend.name(), mend.found(), right));
    }
    return typed.repair().repair(corrections).outcomes();
  }

  /** In the order of versions; without history the newest of each resource alone. */
  private List<Event> batch(List<Event> events) {
    if (!keepsHistory()) {
      Map<ResourceId, Event> newest = new LinkedHashMap<>();
      for (Event event : events) {
        newest.merge(event.id(), event, (a, b) -> a.version().compareTo(b.version()) > 0 ? a : b);
      }
      return List.copyOf(newest.values());
    }
    return events.stream().sorted(Comparator.comparing(Event::version)).toList();
  }

  /** What the view says of a resource: by its id when it can be asked so, else by a scan. */
  Optional<Seen> newest(ResourceId id) throws SinkException {
    return Optional.ofNullable(newest(List.of(id)).get(id));
  }

  Map<ResourceId, Seen> newest(Collection<ResourceId> ids) throws SinkException {
    Map<ResourceId, Seen> seen = new HashMap<>();
    if (sink.readers().resource().isPresent()) {
      resourceReader()
          .heads(ids, context())
          .forEach((id, head) -> seen.put(id, new Seen(head.version(), head.deleted())));
      return seen;
    }
    Map<ResourceId, ViewEntry> scanned = scan();
    for (ResourceId id : ids) {
      ViewEntry entry = scanned.get(id);
      if (entry != null) {
        entry.version().ifPresent(version -> seen.put(id, new Seen(version, entry.deleted())));
      }
    }
    return seen;
  }

  /** Expects that these events, and no others, are the newest of their resources. */
  void assertNewest(Event... events) throws SinkException {
    assertNewest(List.of(events));
  }

  void assertNewest(List<Event> events) throws SinkException {
    Map<ResourceId, Seen> seen = newest(events.stream().map(Event::id).toList());
    List<String> differences =
        events.stream()
            .filter(event -> !Seen.of(event).equals(seen.get(event.id())))
            .map(event -> event + " is the newest, the view says " + seen.get(event.id()))
            .toList();
    assertThat(differences).as("the view against %d events", events.size()).isEmpty();
  }

  /** Everything that the view holds under the names of resources. */
  Map<ResourceId, ViewEntry> scan() throws SinkException {
    Map<ResourceId, ViewEntry> entries = new HashMap<>();
    for (ViewEntry entry : scanned()) {
      ResourceId.tryParse(entry.name()).ifPresent(id -> entries.put(id, entry));
    }
    return entries;
  }

  Optional<ViewEntry> find(String name) throws SinkException {
    return Optional.ofNullable(find(List.of(name)).get(name));
  }

  Map<String, ViewEntry> find(Collection<String> names) throws SinkException {
    return sink.maintenance().find(names, context());
  }

  /** The same as it is handed over. */
  List<ViewEntry> scanned() throws SinkException {
    List<ViewEntry> entries = new ArrayList<>();
    sink.maintenance().scan(context(), entries::add);
    return entries;
  }

  long count() throws SinkException {
    return sink.maintenance().count(context());
  }

  ResourceReader resourceReader() {
    return offered(sink.readers().resource(), "resources by id");
  }

  ChartReader chartReader() {
    return offered(sink.readers().chart(), "charts");
  }

  TypeReader typeReader() {
    return offered(sink.readers().type(), "all of a type");
  }

  HistoryReader historyReader() {
    return offered(sink.readers().history(), "history");
  }

  List<StoredResource> chart(ResourceId key) throws SinkException {
    return chart(key, context());
  }

  List<StoredResource> chart(ResourceId key, ReadContext context) throws SinkException {
    List<StoredResource> chart = new ArrayList<>();
    chartReader().chart(key, Cursor.START, context, chart::add);
    return chart;
  }

  List<StoredResource> type(String type) throws SinkException {
    List<StoredResource> resources = new ArrayList<>();
    typeReader().type(type, context(), resources::add);
    return resources;
  }

  List<StoredResource> history(ResourceId id) throws SinkException {
    List<StoredResource> versions = new ArrayList<>();
    historyReader().history(id, Cursor.START, context(), versions::add);
    return versions;
  }

  private static <T> T offered(Optional<T> reader, String what) {
    return reader.orElseThrow(() -> new TestAbortedException("This view does not answer: " + what));
  }

  ReadContext context() {
    return context(MAX_ROWS, MAX_BYTES);
  }

  ReadContext context(int maxRows, long maxBytes) {
    return contextEnding(ENOUGH).capped(maxRows, maxBytes);
  }

  ReadContext contextWithin(Reservation reservation) {
    return context().within(reservation);
  }

  ReadContext contextEnding(Duration fromNow) {
    return ReadContext.of("kit", clock.instant().plus(fromNow), clock).capped(MAX_ROWS, MAX_BYTES);
  }

  @Override
  public void close() {
    sink.close();
  }
}
