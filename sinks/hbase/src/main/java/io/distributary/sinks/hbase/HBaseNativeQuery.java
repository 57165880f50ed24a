package io.distributary.sinks.hbase;

import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HBase's own way to ask: a table and a range of rows, in the order of the rows. Only this form is
 * answered, so nothing but reading can be said.
 *
 * <pre>{@code
 * {"table": "charts" | "resources" | "timeline",
 *  "row": R | "prefix": P | "start": S, "stop": E,
 *  "timeRange": [from version, to version], "versions": n, "limit": n}
 * }</pre>
 *
 * <p>Rows are named without their salt: {@code key|Type/id} in {@code charts}, {@code Type/id} in
 * {@code resources}, {@code key|reversed date|Type/id} in {@code timeline}, where the reversed date
 * is 999999999999999 less the milliseconds since 1970, in 16 digits, so that the latest comes
 * first.
 *
 * <ul>
 *   <li>In {@code charts} and {@code timeline} a prefix {@code Type/id} is that whole key and no
 *       other: {@code Patient/1} is not {@code Patient/12}, whose data nobody asked for. Any other
 *       prefix is compared as text. {@code stop} is not in the range; either end may be left out.
 *   <li>{@code timeRange} takes the versions from the first on and below the second, texts or
 *       numbers. From 0 it gives what was there as of a version.
 *   <li>{@code versions} above 1 adds to each row of {@code charts} the list {@code versions} of up
 *       to so many {@code {"version", "resource"}}, the newest first.
 * </ul>
 *
 * <p>The answer has one entry for each row: {@code {"row", "type", "id", "version", "resource"}}
 * from {@code charts}, {@code "key"} instead of the resource from {@code resources}, {@code "key"}
 * and {@code "date"} from {@code timeline}. Rows whose newest version in the time range is a
 * tombstone, or lies under another key, or at another date, are hidden. Memory is taken before
 * HBase is asked: an answer for which there is none ends where it is.
 */
final class HBaseNativeQuery implements NativeQuery {
  private final HBaseTables tables;

  HBaseNativeQuery(HBaseTables tables) {
    this.tables = tables;
  }

  @Override
  public String example() {
    return "{\"table\":\"charts\",\"prefix\":\"Patient/\",\"limit\":10}";
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    ScanRequest request = ScanRequest.parse(query, tables.keys());
    RowAnswers answers =
        switch (request.table()) {
          case CHARTS -> new ChartAnswers(tables, request, context);
          case RESOURCES -> new ResourceAnswers(request, context);
          case TIMELINE -> new TimelineAnswers(tables, request, context);
        };
    try {
      tables.scan(
          request.table(), request.ranges(), request.within(answers.scan()), context, answers);
      return answers.result();
    } catch (BudgetExceededException e) {
      return answers.cut();
    }
  }
}
