package io.distributary.sinks.neo4j;

import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.TransientException;

/**
 * Cypher that reads: {@code {"statement", "parameters"}}. A statement is run only after its text
 * ({@link CypherText}) and its plan ({@link CypherPlan}) were found to do nothing else, and then in
 * a read-only transaction that the server ends at the caller's deadline.
 *
 * <p>A row that holds a stub's or a tombstone's node is left out. That hides them from statements
 * without a label; what such a statement computes from them ({@code MATCH (n) RETURN count(n)},
 * {@code RETURN n.ref}) it cannot hide: name a label, {@code (n:Resource)} for any. A stub has
 * nothing but its {@code ref}, which the resources that refer to it hold anyway.
 */
final class Neo4jNativeQuery implements NativeQuery {
  private static final String EXPLAIN = "EXPLAIN ";
  private static final Pattern POSITION =
      Pattern.compile("\\s*\\(line \\d+, column \\d+ \\(offset: (\\d+)\\)\\).*", Pattern.DOTALL);
  private static final int MAX_MESSAGE = 500;

  private final Neo4jDatabase database;
  private final Clock clock;

  Neo4jNativeQuery(Neo4jDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    Neo4jStatement statement = Neo4jStatement.of(query);
    CypherText.check(statement.text());
    return database.read(
        context.remaining(clock),
        transaction -> {
          explain(statement, transaction);
          return run(statement, transaction, context);
        });
  }

  /** Reads no data, so the server's complaint can repeat nothing but the caller's own words. */
  private static void explain(Neo4jStatement statement, Transaction transaction)
      throws InvalidQueryException {
    try {
      CypherPlan.check(
          transaction.run(EXPLAIN + statement.text(), statement.parameters()).consume());
    } catch (ClientException e) {
      if (isAboutTheStatement(e)) {
        throw new InvalidQueryException("statement: " + complaint(String.valueOf(e.getMessage())));
      }
      throw e;
    }
  }

  private static QueryResult run(
      Neo4jStatement statement, Transaction transaction, ReadContext context)
      throws InvalidQueryException {
    QueryResult.Rows rows = new QueryResult.Rows(context);
    try {
      Result result = transaction.run(statement.text(), statement.parameters());
      boolean more = true;
      while (more && result.hasNext()) {
        Record record = result.next();
        more = GraphValues.holdsHidden(record.asMap()) || rows.add(row(record));
      }
      return rows.result();
    } catch (ClientException | TransientException e) {
      if (isAboutTheStatement(e) || isTooMuch(e.code())) {
        throw new InvalidQueryException("statement: failed while it ran: " + e.code());
      }
      throw e;
    }
  }

  private static boolean isAboutTheStatement(RuntimeException e) {
    return e instanceof ClientException client
        && client.code() != null
        && client.code().startsWith("Neo.ClientError.Statement.");
  }

  private static boolean isTooMuch(@Nullable String code) {
    return code != null && code.endsWith("OutOfMemoryError");
  }

  private static Map<String, @Nullable Object> row(Record record) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    record.asMap().forEach((column, value) -> row.put(column, GraphValues.json(value)));
    return row;
  }

  /** The first sentence, with the place counted in the statement that was given. */
  static String complaint(String message) {
    Matcher position = POSITION.matcher(message);
    String text = message;
    if (position.find()) {
      int offset = Math.max(0, Integer.parseInt(position.group(1)) - EXPLAIN.length());
      text = message.substring(0, position.start()) + " (at offset " + offset + ")";
    }
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + " …";
  }

  @Override
  public String example() {
    return """
        {"statement": "MATCH (p:Patient)<-[:subject]-(e:Encounter)-[:participant_individual]->(d:Practitioner) \
        RETURN d.name AS practitioner, count(DISTINCT p) AS patients ORDER BY patients DESC LIMIT $top", \
        "parameters": {"top": 10}}""";
  }
}
