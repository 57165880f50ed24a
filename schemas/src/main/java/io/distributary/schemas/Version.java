package io.distributary.schemas;

/**
 * An event's place in the stream as one 63-bit number: 11 bits epoch, 40 bits offset, 12 bits
 * partition. Unique in the stream, ordered within a key, legal as an HBase timestamp and as an
 * Elasticsearch external version. It is FHIR's {@code versionId}; in JSON it is a string.
 */
public record Version(long value) implements Comparable<Version> {
  private static final int PARTITION_BITS = 12;
  private static final int OFFSET_BITS = 40;
  private static final int EPOCH_BITS = 11;

  public static final int MAX_PARTITIONS = 1 << PARTITION_BITS;

  public Version {
    if (value < 0) {
      throw new IllegalArgumentException("A version is not negative");
    }
  }

  /**
   * @param epoch 0 until the stream is copied into a new topic, at most 2,047
   * @param offset of the record in its partition
   * @param partition 0 to 4,095
   */
  public static Version of(int epoch, long offset, int partition) {
    require(epoch, EPOCH_BITS, "epoch");
    require(offset, OFFSET_BITS, "offset");
    require(partition, PARTITION_BITS, "partition");
    return new Version(
        ((long) epoch << (OFFSET_BITS + PARTITION_BITS)) | (offset << PARTITION_BITS) | partition);
  }

  /**
   * @throws IllegalArgumentException when the text is not a decimal number from 0 to 2^63 - 1, as
   *     {@link #toString} writes it: without a sign and without zeros before it
   */
  public static Version parse(String text) {
    Version version = new Version(Long.parseLong(text));
    if (!version.toString().equals(text)) {
      throw new IllegalArgumentException("Not a version");
    }
    return version;
  }

  public int epoch() {
    return (int) (value >>> (OFFSET_BITS + PARTITION_BITS));
  }

  public long offset() {
    return (value >>> PARTITION_BITS) & ((1L << OFFSET_BITS) - 1);
  }

  public int partition() {
    return (int) (value & (MAX_PARTITIONS - 1));
  }

  @Override
  public int compareTo(Version other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }

  private static void require(long part, int bits, String name) {
    if (part < 0 || part >= 1L << bits) {
      throw new IllegalArgumentException("The " + name + " does not fit into " + bits + " bits");
    }
  }
}
