package io.distributary.sink.tck;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that a rule writes: synthetic FHIR of some two dozen types, each event newer
 * than the one before. The same seed makes the same events, so a failure can be seen again. Every
 * rule has ids of its own.
 */
public final class Events {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final int PARTITIONS = 12;
  private static final List<String> SOURCES =
      List.of("urn:example:hospital", "https://lab.example.org/fhir?a=1&b=ü", "insurer");

  private final SplittableRandom random;
  private final String token;
  private final Map<ResourceId, ResourceId> patients = new HashMap<>();
  private final Map<ResourceId, ResourceId> keys = new HashMap<>();
  private ResourceId patient;
  private long offset = 1_000;
  private int ids;

  /**
   * @param token part of every id, so that no two rules touch one resource
   */
  Events(long seed, String token) {
    this.random = new SplittableRandom(seed);
    this.token = token;
    this.patient = newId("Patient");
  }

  /** The types that the kit knows by shape. */
  public static List<String> types() {
    return List.copyOf(Template.types());
  }

  /** A new id; where the type has a patient, it is the latest of {@link #newPatient}. */
  public ResourceId newId(String type) {
    return adopt(new ResourceId(type, token + "-" + ids++));
  }

  /** Takes an id that the rule has chosen itself. */
  ResourceId adopt(ResourceId id) {
    if (patient != null) {
      patients.put(id, patient);
    }
    return id;
  }

  /** Makes the patient whose resources the next new ids are. */
  public ResourceId newPatient() {
    patient = newId("Patient");
    return patient;
  }

  /** Makes another one, whose events lie in another partition. */
  ResourceId newPatientElsewhere() {
    int here = PartitionKeys.partitionOf(patient, PARTITIONS);
    do {
      newPatient();
    } while (PartitionKeys.partitionOf(patient, PARTITIONS) == here);
    return patient;
  }

  /** A new, drawn content for a resource. */
  public Event update(ResourceId id) {
    return update(tree(id));
  }

  /** An update to this very content. */
  public Event update(Map<String, @Nullable Object> tree) {
    Resource resource = resource(tree);
    ResourceId key = PartitionKeys.keyOf(resource);
    keys.put(resource.id(), key);
    return event(Change.UPDATED, key, resource);
  }

  /** A deletion, under the key that the resource had. */
  public Event delete(ResourceId id) {
    ResourceId key = keys.containsKey(id) ? keys.get(id) : keyOf(id);
    return event(Change.DELETED, key, Resource.tombstone(id));
  }

  /** A drawn content, free to be changed. */
  public Map<String, @Nullable Object> tree(ResourceId id) {
    ResourceId owner = patients.getOrDefault(id, patient);
    return Template.of(id.type()).fill(id, new Draw(random.split(), owner.toString()));
  }

  /** The same event at another version. */
  static Event at(Version version, Event event) {
    return new Event(
        event.change(), event.key(), version, event.appended(), event.source(), event.resource());
  }

  /** The same event at another version, appended at another time. */
  static Event later(Version version, Event event) {
    return new Event(
        event.change(),
        event.key(),
        version,
        event.appended().plusSeconds(7),
        event.source(),
        event.resource());
  }

  /** The same event by a clock that goes otherwise. */
  static Event appended(Duration later, Event event) {
    return new Event(
        event.change(),
        event.key(),
        event.version(),
        event.appended().plus(later),
        event.source(),
        event.resource());
  }

  /** The same event from another source. */
  static Event from(String source, Event event) {
    return new Event(
        event.change(), event.key(), event.version(), event.appended(), source, event.resource());
  }

  /** The same event under another key. */
  static Event under(ResourceId key, Event event) {
    return new Event(
        event.change(), key, event.version(), event.appended(), event.source(), event.resource());
  }

  SplittableRandom random() {
    return random;
  }

  private ResourceId keyOf(ResourceId id) {
    return PartitionKeys.keyOf(resource(tree(id)));
  }

  private Event event(Change change, ResourceId key, Resource resource) {
    long next = offset++;
    Version version = Version.of(0, next, PartitionKeys.partitionOf(key, PARTITIONS));
    String source = SOURCES.get(random.nextInt(SOURCES.size()));
    return new Event(change, key, version, START.plusMillis(next * 977), source, resource);
  }

  private static Resource resource(Map<String, @Nullable Object> tree) {
    try {
      return Resource.of(tree);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The kit made a resource that no stream would carry", e);
    }
  }
}
