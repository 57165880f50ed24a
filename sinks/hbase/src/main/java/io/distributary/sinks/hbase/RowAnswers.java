package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseTables.RowVisitor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one table into the answer of a native query. */
abstract class RowAnswers implements RowVisitor {
  private final QueryResult.Rows rows;
  private final int limit;
  private int taken;
  private boolean full;

  RowAnswers(ScanRequest request, ReadContext context) {
    this.rows = new QueryResult.Rows(context);
    this.limit = request.limit();
  }

  /** What is read of each row. */
  abstract Scan scan();

  /** How many more rows the caller wants. */
  final int wanted() {
    return full ? 0 : limit - taken;
  }

  /**
   * Takes an entry, unless that goes over a cap.
   *
   * @return whether more are wanted
   */
  final boolean add(Map<String, @Nullable Object> entry) {
    full = !rows.add(entry);
    taken++;
    return wanted() > 0;
  }

  /** The answer, once all rows were visited. */
  QueryResult result() throws SinkException {
    return done();
  }

  /**
   * The answer where there was no more memory.
   *
   * @throws BudgetExceededException when there are no rows yet
   */
  final QueryResult cut() throws BudgetExceededException {
    rows.cut(QueryResult.Cap.BUDGET);
    return done();
  }

  private QueryResult done() throws BudgetExceededException {
    QueryResult result = rows.result();
    if (result.count() == 0 && result.cap().equals(Optional.of(QueryResult.Cap.BUDGET))) {
      throw new BudgetExceededException();
    }
    return result;
  }

  /** The fields that every entry has. */
  static Map<String, @Nullable Object> entry(String row, ResourceId id, Version version) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("row", row);
    entry.put("type", id.type());
    entry.put("id", id.id());
    entry.put("version", version.toString());
    return entry;
  }
}
