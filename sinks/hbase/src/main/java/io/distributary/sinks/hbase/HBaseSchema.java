package io.distributary.sinks.hbase;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.hbase.TableExistsException;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.CompactionState;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Durability;
import org.apache.hadoop.hbase.client.RegionLocator;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.regionserver.BloomType;
import org.apache.hadoop.hbase.util.Bytes;
import org.jspecify.annotations.Nullable;

/** The view's three tables: their names, how they are made and how they go. */
final class HBaseSchema {
  static final byte[] FAMILY = Bytes.toBytes("d");
  static final byte[] BODY = Bytes.toBytes("body");
  static final byte[] HEAD = Bytes.toBytes("head");
  static final byte[] DATE = Bytes.toBytes("date");

  /** The attribute of a table in which its number of salt buckets is kept. */
  private static final String BUCKETS = "distributary.salt-buckets";

  private static final Failure OTHER_BUCKETS =
      Failure.stop(
          "salt-buckets-changed",
          "The view's tables were made with another number of saltBuckets: set it back, or rebuild"
              + " the view.");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** A table of the view. */
  enum ViewTable {
    CHARTS,
    RESOURCES,
    TIMELINE;

    boolean salted() {
      return this != RESOURCES;
    }

    /** The word in names and in queries. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String prefix;
  private final String suffix;
  private final int buckets;
  private final RowKeys keys;

  /**
   * @param suffix the revision's, see {@link io.distributary.sink.SinkContext#suffix}
   */
  HBaseSchema(String prefix, String suffix, int buckets) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.buckets = buckets;
    this.keys = new RowKeys(buckets);
  }

  RowKeys keys() {
    return keys;
  }

  TableName name(ViewTable table) {
    return TableName.valueOf(prefix + "_" + table + suffix);
  }

  /**
   * Makes what is missing, all at once, and returns when every table can be used. Others may do the
   * same meanwhile.
   *
   * @param patience how long a table may take
   */
  void create(Connection connection, Duration patience) throws SinkException {
    try (Admin admin = connection.getAdmin()) {
      List<Future<Void>> making = new ArrayList<>();
      for (ViewTable table : ViewTable.values()) {
        if (!admin.tableExists(name(table))) {
          begin(admin, table, making);
        }
      }
      await(making, patience, TableExistsException.class);
      for (ViewTable table : ViewTable.values()) {
        await(() -> admin.isTableAvailable(name(table)), patience);
        checkBuckets(admin.getDescriptor(name(table)));
      }
    } catch (IOException e) {
      throw HBaseErrors.exception(e);
    }
  }

  private void begin(Admin admin, ViewTable table, List<Future<Void>> making) throws IOException {
    try {
      making.add(admin.createTableAsync(descriptor(table), splits(table)));
    } catch (TableExistsException e) {
      // Another gateway was quicker, by less than the look before: its table is awaited.
      making.add(CompletableFuture.completedFuture(null));
    }
  }

  /** Removes the tables that are there. */
  void drop(Connection connection, Duration patience) throws SinkException {
    try (Admin admin = connection.getAdmin()) {
      List<Future<Void>> disabling = new ArrayList<>();
      for (ViewTable table : ViewTable.values()) {
        if (admin.tableExists(name(table)) && admin.isTableEnabled(name(table))) {
          disabling.add(admin.disableTableAsync(name(table)));
        }
      }
      await(disabling, patience, TableNotFoundException.class);
      List<Future<Void>> deleting = new ArrayList<>();
      for (ViewTable table : ViewTable.values()) {
        if (admin.tableExists(name(table))) {
          deleting.add(admin.deleteTableAsync(name(table)));
        }
      }
      await(deleting, patience, TableNotFoundException.class);
    } catch (IOException e) {
      throw HBaseErrors.exception(e);
    }
  }

  /**
   * Flushes and compacts the regions of some rows wholly, and waits for it. What a delete marker
   * masked is gone afterwards, and so is the marker, unless somebody's scan was open meanwhile.
   */
  void compact(Connection connection, ViewTable table, Collection<byte[]> rows, Duration patience)
      throws SinkException {
    try (Admin admin = connection.getAdmin();
        RegionLocator locator = connection.getRegionLocator(name(table))) {
      Set<byte[]> regions = new TreeSet<>(Bytes.BYTES_COMPARATOR);
      for (byte[] row : rows) {
        regions.add(locator.getRegionLocation(row).getRegion().getRegionName());
      }
      for (byte[] region : regions) {
        admin.flushRegion(region);
        admin.majorCompactRegion(region);
      }
      for (byte[] region : regions) {
        await(() -> admin.getCompactionStateForRegion(region) == CompactionState.NONE, patience);
      }
    } catch (IOException e) {
      throw HBaseErrors.exception(e);
    }
  }

  private byte @Nullable [][] splits(ViewTable table) {
    return table.salted() && buckets > 1 ? keys.splits() : null;
  }

  private TableDescriptor descriptor(ViewTable table) {
    return TableDescriptorBuilder.newBuilder(name(table))
        .setColumnFamily(
            ColumnFamilyDescriptorBuilder.newBuilder(FAMILY)
                .setMaxVersions(Integer.MAX_VALUE)
                .setBloomFilterType(BloomType.ROWCOL)
                .build())
        .setDurability(Durability.SYNC_WAL)
        .setValue(BUCKETS, Integer.toString(buckets))
        .build();
  }

  private void checkBuckets(TableDescriptor made) throws SinkException {
    if (!Integer.toString(buckets).equals(made.getValue(BUCKETS))) {
      throw OTHER_BUCKETS.exception();
    }
  }

  /**
   * Waits for all; what {@code somebodyElse} means was done by another gateway at the same time.
   */
  private static void await(
      List<Future<Void>> tasks, Duration patience, Class<? extends IOException> somebodyElse)
      throws IOException {
    for (Future<Void> task : tasks) {
      try {
        task.get(patience.toMillis(), MILLISECONDS);
      } catch (ExecutionException e) {
        if (!somebodyElse.isInstance(e.getCause())) {
          throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
      } catch (TimeoutException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException(new TimeoutException());
      }
      if (Thread.interrupted()) {
        throw interrupted(new InterruptedException());
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException io = new InterruptedIOException();
    io.initCause(e);
    return io;
  }
}
