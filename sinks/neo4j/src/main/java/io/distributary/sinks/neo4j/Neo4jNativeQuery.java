package io.distributary.sinks.neo4j;

import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Cypher that reads: {@code {"statement", "parameters"}}. A statement is run only after its text
 * ({@link CypherText}) and its plan ({@link CypherPlan}) were found to do nothing else, and then in
 * a read-only transaction that the server ends at the caller's deadline. Its answer's bytes are
 * counted before the driver has them ({@link BoltRelay}).
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

  /** What one transaction alone runs into: its own limit of memory, or of a stack. */
  private static final Set<String> TOO_MUCH =
      Set.of(
          "Neo.TransientError.General.TransactionOutOfMemoryError",
          "Neo.TransientError.General.StackOverFlowError");

  private final QueryConnections connections;

  Neo4jNativeQuery(QueryConnections connections) {
    this.connections = connections;
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    Neo4jStatement statement = Neo4jStatement.of(query);
    CypherText.check(statement.text());
    return ask(statement, context, false);
  }

  /**
   * A server that ends the connection in the middle of an answer may be gone, or may fail with the
   * statement, for example on a text that it cannot encode: it is the statement when the server
   * does it again.
   */
  private QueryResult ask(Neo4jStatement statement, ReadContext context, boolean again)
      throws SinkException {
    GraphAnswer answer = new GraphAnswer(context);
    try {
      return connections.read(
          context,
          answer.memory(),
          CypherText.makesValues(statement.text()),
          transaction -> {
            explain(statement, transaction);
            run(statement, transaction, answer);
            return answer.result();
          });
    } catch (SinkException e) {
      if (!answer.wasBrokenOff(e)) {
        return answer.resultDespite(e);
      }
      if (again) {
        throw new InvalidQueryException(
            "statement: twice Neo4j ended the connection instead of going on with the answer;"
                + " return less");
      }
    }
    return ask(statement, context, true);
  }

  /** Reads no data, so the server's complaint can repeat nothing but the caller's own words. */
  private static void explain(Neo4jStatement statement, Transaction transaction)
      throws InvalidQueryException {
    try {
      CypherPlan.check(
          transaction.run(EXPLAIN + statement.text(), statement.parameters()).consume());
    } catch (Neo4jException e) {
      if (isAboutTheStatement(e)) {
        throw new InvalidQueryException("statement: " + complaint(String.valueOf(e.getMessage())));
      }
      throwIfTooMuch(e);
      throw e;
    }
  }

  private static void run(Neo4jStatement statement, Transaction transaction, GraphAnswer answer)
      throws InvalidQueryException {
    try {
      answer.read(() -> transaction.run(statement.text(), statement.parameters()));
    } catch (Neo4jException e) {
      if (isAboutTheStatement(e)) {
        throw new InvalidQueryException("statement: failed while it ran: " + e.code());
      }
      throwIfTooMuch(e);
      throw e;
    }
  }

  private static boolean isAboutTheStatement(Neo4jException e) {
    return e instanceof ClientException
        && e.code() != null
        && e.code().startsWith("Neo.ClientError.Statement.");
  }

  /** Not so when the pool of all transactions or the whole server is at its end. */
  static boolean isTooMuch(@Nullable String code) {
    return code != null && TOO_MUCH.contains(code);
  }

  private static void throwIfTooMuch(Neo4jException e) throws InvalidQueryException {
    if (isTooMuch(e.code())) {
      throw new InvalidQueryException(
          "statement: needs more memory than Neo4j gives it: " + e.code());
    }
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
