package io.distributary.schemas.event;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.References;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Which key an event has, and in which partition a key lies: all that concerns a patient is in
 * order, in one partition.
 */
public final class PartitionKeys {
  /** The elements that make a resource a patient's, in the order in which they are asked. */
  private static final List<String> PATIENT_ELEMENTS =
      List.of("subject", "patient", "beneficiary", "individual", "for");

  private PartitionKeys() {}

  /** The first literal Patient reference among the patient elements, else the resource itself. */
  public static ResourceId keyOf(Resource resource) {
    return PATIENT_ELEMENTS.stream()
        .filter(resource.tree()::containsKey)
        .flatMap(element -> resource.texts(element + ".reference"))
        .flatMap(reference -> patient(reference).stream())
        .findFirst()
        .orElse(resource.id());
  }

  private static Optional<ResourceId> patient(String reference) {
    return References.literal(reference).filter(target -> target.type().equals("Patient"));
  }

  /**
   * The partition of a key, as librdkafka's {@code murmur2_random} and Kafka's Java client compute
   * it for the key's UTF-8 bytes.
   *
   * @param partitions how many the topic has, at least 1
   */
  public static int partitionOf(ResourceId key, int partitions) {
    return (murmur2(key.toString().getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % partitions;
  }

  /** MurmurHash2, 32 bits, with Kafka's seed (Austin Appleby's public-domain algorithm). */
  static int murmur2(byte[] data) {
    final int m = 0x5bd1e995;
    int hash = 0x9747b28c ^ data.length;
    int whole = data.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int k =
          ((data[i] & 0xff)
                  | (data[i + 1] & 0xff) << 8
                  | (data[i + 2] & 0xff) << 16
                  | (data[i + 3] & 0xff) << 24)
              * m;
      hash = (hash * m) ^ ((k ^ (k >>> 24)) * m);
    }
    if (whole < data.length) {
      for (int i = data.length - 1; i >= whole; i--) {
        hash ^= (data[i] & 0xff) << 8 * (i - whole);
      }
      hash *= m;
    }
    hash = (hash ^ (hash >>> 13)) * m;
    return hash ^ (hash >>> 15);
  }
}
