package io.distributary.sinks.neo4j;

import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;

/** The answer of one query while it is read: its rows, and the memory for those on their way. */
final class GraphAnswer {
  private final QueryResult.Rows rows;
  private final AnswerMemory memory;
  private boolean asked;
  private boolean complete;

  GraphAnswer(ReadContext context) {
    this.rows = new QueryResult.Rows(context);
    this.memory = AnswerMemory.of(context);
  }

  AnswerMemory memory() {
    return memory;
  }

  /** Up to the caps. */
  void read(Supplier<Result> question) {
    asked = true;
    Result result = question.get();
    boolean more = true;
    while (more && result.hasNext()) {
      Record record = result.next();
      more = record.values().stream().anyMatch(GraphValues::holdsHidden) || rows.add(row(record));
      memory.rowRead();
    }
    memory.dropRest();
    complete = true;
  }

  private static Map<String, @Nullable Object> row(Record record) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (String column : record.keys()) {
      row.put(column, GraphValues.json(record.get(column)));
    }
    return row;
  }

  QueryResult result() {
    return rows.result();
  }

  /** Whether it was the server that ended the connection, with the answer under way. */
  boolean wasBrokenOff(SinkException failure) {
    return asked
        && !complete
        && memory.cut().isEmpty()
        && Neo4jErrors.UNREACHABLE.isReasonOf(failure)
        && !Thread.currentThread().isInterrupted();
  }

  /**
   * What there is to show although the query failed.
   *
   * @throws SinkException the failure, unless it came because the answer was cut off
   */
  QueryResult resultDespite(SinkException failure) throws SinkException {
    Optional<AnswerMemory.Cut> cut = memory.cut();
    if (cut.isEmpty()) {
      throw failure;
    }
    return complete ? rows.result() : resultUpTo(cut.get());
  }

  private QueryResult resultUpTo(AnswerMemory.Cut cut) throws SinkException {
    switch (cut) {
      case ROW ->
          throw new InvalidQueryException(
              "statement: one row of the answer is larger than "
                  + (memory.largest() >> 20)
                  + " MiB of memory; return more and smaller rows");
      case DEPTH ->
          throw new InvalidQueryException(
              "statement: lists or maps of the answer lie more than "
                  + BoltMeter.MAX_DEPTH
                  + " deep in one another; return them flatter");
      case BUDGET -> {
        if (rows.bytes() == 0) {
          throw new BudgetExceededException();
        }
        rows.cut(QueryResult.Cap.BUDGET);
      }
    }
    return rows.result();
  }
}
