package io.distributary.sink.tck;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.opentest4j.TestAbortedException;

/** What a rule works with: the open view, events of its own, and the means to open more. */
public final class Bench implements AutoCloseable {
  private final Kit kit;
  private final View view;
  private final Events events;
  private final SplittableRandom random;
  private final List<View> opened = new ArrayList<>();
  private final List<String> kept;

  Bench(Kit kit, View view, Events events) throws RejectedEventException {
    this.kit = kit;
    this.view = view;
    this.events = events;
    this.random = events.random().split();
    this.kept = keptTypes();
  }

  SinkFixture<?> fixture() {
    return kit.fixture();
  }

  String namespace() {
    return kit.namespace();
  }

  /** Revision 1, which all rules share. */
  View view() {
    return view;
  }

  public Events events() {
    return events;
  }

  /** Those of the kit's types that the view keeps. */
  List<String> types() {
    return kept;
  }

  /** Those among them that belong to a patient. */
  List<String> typesOfPatients() {
    return kept.stream()
        .filter(type -> !type.equals("Patient"))
        .filter(type -> events.update(events.newId(type)).key().type().equals("Patient"))
        .toList();
  }

  /** A new id of a type that the view keeps. */
  ResourceId newId() {
    return events.newId(kept.get(random.nextInt(kept.size())));
  }

  /** New ids of all types that the view keeps, in turn. */
  List<ResourceId> newIds(int count) {
    List<ResourceId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(events.newId(kept.get(i % kept.size())));
    }
    return ids;
  }

  /** A first event for each. */
  List<Event> updates(List<ResourceId> ids) {
    return ids.stream().map(events::update).toList();
  }

  /** The fixture's hand behind the sink's back. */
  SinkFixture.Tampering tampering() {
    return fixture()
        .tampering()
        .orElseThrow(() -> skip("The fixture does not change what is stored"));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Revision 1 once more, closed when the rule ends. */
  View openAgain() throws SinkException {
    return open(1);
  }

  /** A revision, closed when the rule ends. */
  View open(int revision) throws SinkException {
    View another = kit.open(revision);
    synchronized (opened) {
      opened.add(another);
    }
    return another;
  }

  /** The number of a revision that nobody has opened. */
  int newRevision() {
    if (!fixture().plugin().holdsTwoRevisions()) {
      throw skip("The store holds one revision at a time");
    }
    return kit.newRevision();
  }

  /** Ends the rule as skipped. */
  static TestAbortedException skip(String reason) {
    return new TestAbortedException(reason);
  }

  private List<String> keptTypes() throws RejectedEventException {
    List<String> types = new ArrayList<>();
    for (String type : Events.types()) {
      if (view.keeps(events.update(events.newId(type)))) {
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw new AssertionError("The view keeps none of the types that the kit knows");
    }
    return types;
  }

  @Override
  public void close() {
    synchronized (opened) {
      opened.forEach(View::close);
    }
  }
}
