package io.distributary.bench.limit;

import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.BufferedMutator;
import org.apache.hadoop.hbase.client.BufferedMutatorParams;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.regionserver.BloomType;
import org.apache.hadoop.hbase.util.Bytes;

/** Charts, resources and timeline; buffered mutators, flushed for each batch. */
final class HBaseLimit implements StoreWriter {
  private static final byte[] FAMILY = Bytes.toBytes("d");
  private static final byte[] BODY = Bytes.toBytes("body");
  private static final byte[] HEAD = Bytes.toBytes("head");
  private static final byte[] DATE = Bytes.toBytes("date");
  private static final int SALTS = 4;
  private static final long BUFFER_BYTES = 2 << 20;
  private static final long END_OF_TIME = 999_999_999_999_999L;

  private final Connection connection;
  private final BufferedMutator charts;
  private final BufferedMutator resources;
  private final BufferedMutator timeline;

  HBaseLimit(Addresses addresses, String namespace) throws IOException {
    connection = Stores.hbase(addresses);
    charts = table(namespace + "_charts_r1", SALTS);
    resources = table(namespace + "_resources_r1", 1);
    timeline = table(namespace + "_timeline_r1", SALTS);
  }

  private BufferedMutator table(String name, int salts) throws IOException {
    TableName table = TableName.valueOf(name);
    byte[][] splits =
        IntStream.range(1, salts)
            .mapToObj(HBaseLimit::salt)
            .map(Bytes::toBytes)
            .toArray(byte[][]::new);
    try (Admin admin = connection.getAdmin()) {
      admin.createTable(
          TableDescriptorBuilder.newBuilder(table)
              .setColumnFamily(
                  ColumnFamilyDescriptorBuilder.newBuilder(FAMILY)
                      .setMaxVersions(Integer.MAX_VALUE)
                      .setBloomFilterType(BloomType.ROWCOL)
                      .build())
              .build(),
          splits.length == 0 ? null : splits);
    }
    return connection.getBufferedMutator(
        new BufferedMutatorParams(table).writeBufferSize(BUFFER_BYTES));
  }

  @Override
  public void write(List<Incoming> batch) throws IOException {
    List<Put> dated = new ArrayList<>(batch.size());
    for (Incoming event : batch) {
      byte[] head = Bytes.toBytes("LIVE " + event.appended().toEpochMilli() + " " + event.source());
      charts.mutate(
          new Put(Bytes.toBytes(salt(event) + event.key() + "|" + event.ref()))
              .addColumn(FAMILY, BODY, event.version(), event.json())
              .addColumn(FAMILY, HEAD, event.version(), head));
      resources.mutate(
          new Put(Bytes.toBytes(event.ref()))
              .addColumn(FAMILY, Bytes.toBytes(event.key()), event.version(), head));
      dates(event).ifPresent(dated::add);
    }
    timeline.mutate(dated);
    charts.flush();
    resources.flush();
    timeline.flush();
  }

  private static Optional<Put> dates(Incoming event) {
    String date = ClinicalDates.of(event.resource());
    return date == null ? Optional.empty() : Optional.of(dated(event, date));
  }

  private static Put dated(Incoming event, String date) {
    String reversed =
        String.format(Locale.ROOT, "%016d", END_OF_TIME - instant(date).toEpochMilli());
    return new Put(Bytes.toBytes(salt(event) + event.key() + "|" + reversed + "|" + event.ref()))
        .addColumn(FAMILY, DATE, event.version(), Bytes.toBytes(date));
  }

  private static Instant instant(String date) {
    return date.length() > 10
        ? OffsetDateTime.parse(date).toInstant()
        : LocalDate.parse(date).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static String salt(Incoming event) {
    return salt(Math.floorMod(event.key().hashCode(), SALTS));
  }

  private static String salt(int bucket) {
    return String.format(Locale.ROOT, "%02x|", bucket);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
