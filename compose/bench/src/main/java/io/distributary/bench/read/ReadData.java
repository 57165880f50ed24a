package io.distributary.bench.read;

import io.distributary.bench.events.Events;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is written before anything is read: the resources of a folder, one patient with a long
 * chart, and some resources again and again, so that they have a history.
 *
 * @param events in the order in which they are appended
 * @param resources how many different ones these make
 * @param read some of the folder, of all types, which are read singly
 * @param changed some of these, which have {@link #VERSIONS} versions
 * @param patients of the folder, whole
 * @param chart the patient with the long chart
 */
public record ReadData(
    List<EncodedEvent> events,
    int resources,
    List<ResourceId> read,
    List<ResourceId> changed,
    List<Resource> patients,
    ResourceId chart) {
  /** Resources of the long chart, beside the patient. */
  public static final int CHART = 1_000;

  static final int VERSIONS = 5;
  private static final int READ = 500;
  private static final int CHANGED = 100;

  /** The same for the same folder and seed. */
  public static ReadData of(Path bundles, long seed) throws IOException {
    Events folder = Events.of(bundles, seed);
    List<EncodedEvent> events = new ArrayList<>();
    IntStream.range(0, folder.size()).mapToObj(folder::get).forEach(events::add);
    List<Resource> known = events.stream().map(event -> parsed(event.value())).toList();
    List<Resource> mixed = new ArrayList<>(known);
    Collections.shuffle(mixed, new Random(seed));
    List<Resource> read = mixed.subList(0, Math.min(READ, mixed.size()));
    List<Resource> changed = read.subList(0, Math.min(CHANGED, read.size()));
    List<Resource> chart = SyntheticChart.of(seed, CHART);
    chart.forEach(resource -> events.add(event(events.size(), resource)));
    for (int version = 1; version < VERSIONS; version++) {
      changed.forEach(resource -> events.add(event(events.size(), resource)));
    }
    return new ReadData(
        events,
        known.size() + chart.size(),
        ids(read),
        ids(changed),
        known.stream().filter(resource -> resource.type().equals("Patient")).toList(),
        chart.get(0).id());
  }

  private static List<ResourceId> ids(List<Resource> resources) {
    return resources.stream().map(Resource::id).toList();
  }

  private static EncodedEvent event(int number, Resource resource) {
    return EventCodec.encode(
        Change.UPDATED,
        "read-" + number,
        "urn:distributary:bench",
        PartitionKeys.keyOf(resource),
        resource);
  }

  private static Resource parsed(byte[] json) {
    try {
      return Resource.parse(json).withoutTree();
    } catch (InvalidResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Patients whom the gateway can look up once all is in its views. */
  int population() {
    return patients.size() + 1;
  }

  /** The number of resources only. */
  @Override
  public String toString() {
    return resources + " resources";
  }
}
