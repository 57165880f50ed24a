package io.distributary.sinks.neo4j;

import io.distributary.sink.Failure;
import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** What the database needs before the first node, and whose it is. */
final class Neo4jSchema {
  private static final Failure OTHER_VIEW =
      Failure.stop(
          "neo4j-holds-another-view",
          "The database holds another view or another revision of this one. Neo4j Community has one"
              + " database: drop that revision first, or give this view a server of its own.");
  private static final String CLAIM =
      """
      MERGE (v:View {name: 'distributary'})
      ON CREATE SET v.view = $view, v.revision = $revision
      RETURN v.view AS view, v.revision AS revision""";
  private static final String RELEASE = "MATCH (v:View) DELETE v";
  private static final String DELETE_EDGES =
      "MATCH (:Ref)-[r]->() WITH r LIMIT 10000 DELETE r RETURN count(r) AS n";
  private static final String DELETE_NODES =
      "MATCH (n:Ref) WITH n LIMIT 10000 DETACH DELETE n RETURN count(n) AS n";

  private Neo4jSchema() {}

  /**
   * Makes the constraints and indexes, waits until they work, and takes the database for this
   * revision of this view.
   */
  static void claim(Neo4jDatabase database, List<String> types, SinkContext context)
      throws SinkException {
    database.write(
        transaction -> {
          List<String> statements = statements(types);
          statements.forEach(statement -> transaction.run(statement).consume());
          return statements.size();
        });
    database.write(transaction -> transaction.run("CALL db.awaitIndexes(60)").consume());
    RevisionId ours = context.revision();
    Map<String, Object> wanted = Map.of("view", ours.view(), "revision", ours.number());
    Record found = database.write(transaction -> transaction.run(CLAIM, wanted).single());
    RevisionId claimed =
        new RevisionId(found.get("view").asString(), found.get("revision").asInt());
    if (!claimed.equals(ours)) {
      throw OTHER_VIEW.exception();
    }
  }

  private static List<String> statements(List<String> types) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE CONSTRAINT distributary_ref IF NOT EXISTS FOR (n:Ref) REQUIRE n.ref IS UNIQUE");
    statements.add(
        "CREATE CONSTRAINT distributary_view IF NOT EXISTS FOR (n:View) REQUIRE n.name IS UNIQUE");
    for (String type : types) {
      statements.add(
          "CREATE INDEX distributary_id_%1$s IF NOT EXISTS FOR (n:%1$s) ON (n.id)".formatted(type));
    }
    return statements;
  }

  /** Removes every node of the view in small transactions; empty constraints and indexes stay. */
  static void drop(Neo4jDatabase database) throws SinkException {
    repeat(database, DELETE_EDGES);
    repeat(database, DELETE_NODES);
    database.write(transaction -> transaction.run(RELEASE).consume());
  }

  private static void repeat(Neo4jDatabase database, String statement) throws SinkException {
    long deleted;
    do {
      deleted =
          database.write(transaction -> transaction.run(statement).single().get("n").asLong());
    } while (deleted > 0);
  }
}
