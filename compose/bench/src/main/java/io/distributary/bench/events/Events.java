package io.distributary.bench.events;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * As many events as are wanted, the same for the same seed: the resources of a folder, again and
 * again, each time with other ids. So types, sizes and references are those of the folder. No two
 * events are of one resource.
 */
public final class Events {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final List<String> resources;
  private final long seed;

  private Events(List<String> resources, long seed) {
    this.resources = resources;
    this.seed = seed;
  }

  /**
   * @param folder of FHIR Bundles whose ids are UUIDs
   */
  public static Events of(Path folder, long seed) throws IOException {
    return new Events(SampleResources.read(folder), seed);
  }

  /** How many resources the folder has. */
  public int size() {
    return resources.size();
  }

  /** The event of this number, from 0 on. */
  public EncodedEvent get(int number) {
    Random random = new Random(seed * 1_000_003 + number / resources.size());
    long high = random.nextLong();
    long low = random.nextLong();
    String json =
        ID.matcher(resources.get(number % resources.size()))
            .replaceAll(id -> other(UUID.fromString(id.group()), high, low));
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      return EventCodec.encode(
          Change.UPDATED,
          "bench-" + number,
          "urn:distributary:bench",
          PartitionKeys.keyOf(resource),
          resource);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException("A resource of the folder is not sound", e);
    }
  }

  private static String other(UUID id, long high, long low) {
    return new UUID(id.getMostSignificantBits() ^ high, id.getLeastSignificantBits() ^ low)
        .toString();
  }
}
