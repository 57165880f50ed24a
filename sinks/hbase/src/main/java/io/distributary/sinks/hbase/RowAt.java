package io.distributary.sinks.hbase;

import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * A row of the view and its name: a row of {@code resources} goes by itself, any other by {@code
 * table:row}, with what is not printable as the shell writes it.
 *
 * @param row see {@link RowKeys#text}
 */
record RowAt(ViewTable table, String row) {
  private static final String ESCAPED = "(?s)([^\\\\]|\\\\x[0-9A-F]{2})+";

  static RowAt of(ViewTable table, byte[] row) {
    return new RowAt(table, RowKeys.text(row));
  }

  /** Empty for what cannot be a row's name. */
  static Optional<RowAt> named(String name) {
    if (!name.matches(ESCAPED)) {
      return Optional.empty();
    }
    ViewTable table = tableIn(name).orElse(ViewTable.RESOURCES);
    String row = tableIn(name).isEmpty() ? name : name.substring(prefix(table).length());
    byte[] bytes = Bytes.toBytesBinary(row);
    return bytes.length == 0 || bytes.length > HConstants.MAX_ROW_LENGTH
        ? Optional.empty()
        : Optional.of(of(table, bytes));
  }

  String name() {
    String escaped = Bytes.toStringBinary(bytes());
    boolean plain = table == ViewTable.RESOURCES && tableIn(escaped).isEmpty();
    return plain ? escaped : prefix(table) + escaped;
  }

  private static Optional<ViewTable> tableIn(String name) {
    return Arrays.stream(ViewTable.values()).filter(t -> name.startsWith(prefix(t))).findFirst();
  }

  private static String prefix(ViewTable table) {
    return table + ":";
  }

  byte[] bytes() {
    return RowKeys.raw(row);
  }

  /** Asks for the newest of every cell. */
  Get get() {
    return new Get(bytes()).addFamily(HBaseSchema.FAMILY);
  }
}
