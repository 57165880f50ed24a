package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.neo4j.driver.Transaction;

/**
 * Makes nodes and their edges right whatever they are. As in {@link Neo4jWriter}, a node is locked
 * first and compared then, so that what another writer has written meanwhile is seen, and what it
 * is about to write comes after.
 */
final class Neo4jRepair implements SinkRepair<Neo4jNode> {
  private static final String LOCK_OR_MAKE =
      "UNWIND $names AS name MERGE (n:Ref {ref: name}) SET n._lock = true REMOVE n._lock";
  private static final String LOCK =
      "UNWIND $names AS name MATCH (n:Ref {ref: name}) SET n._lock = true REMOVE n._lock";
  private static final String LOCK_FOREIGN =
      "MATCH (n) WHERE elementId(n) IN $names SET n._lock = true REMOVE n._lock";

  private static final String REPLACE =
      """
      UNWIND $rows AS row
      MATCH (n:Ref {ref: row.ref})
      REMOVE n:$([label IN labels(n) WHERE label <> 'Ref'])
      SET n = row.properties
      SET n:$(row.labels)""";

  private static final String DELETE =
      "MATCH (n:Ref) WHERE n.ref IN $names AND NOT EXISTS { ()-->(n) } DELETE n";
  private static final String MAKE_STUBS =
      """
      MATCH (n:Ref) WHERE n.ref IN $names
      REMOVE n:$([label IN labels(n) WHERE label <> 'Ref'])
      SET n = {ref: n.ref}
      SET n:Stub""";
  private static final String DELETE_NAMELESS =
      "MATCH (n:Ref) WHERE n.ref IN $names DETACH DELETE n";
  private static final String DELETE_FOREIGN =
      "MATCH (n) WHERE elementId(n) IN $names DETACH DELETE n";

  private final Neo4jDatabase database;

  Neo4jRepair(Neo4jDatabase database) {
    this.database = database;
  }

  @Override
  public WriteResult repair(List<Correction<Neo4jNode>> corrections) throws SinkException {
    Set<String> applied = new HashSet<>();
    for (List<Correction<Neo4jNode>> part : parts(those(corrections, c -> !c.right().isEmpty()))) {
      applied.addAll(database.write(transaction -> replace(part, transaction)));
    }
    List<Correction<Neo4jNode>> extra = those(corrections, c -> c.right().isEmpty());
    applied.addAll(database.write(transaction -> remove(extra, transaction)));
    return WriteResult.of(
        corrections.stream()
            .map(c -> applied.contains(c.name()) ? Outcome.APPLIED : Outcome.STALE)
            .toList());
  }

  private static List<Correction<Neo4jNode>> those(
      List<Correction<Neo4jNode>> corrections, Predicate<Correction<Neo4jNode>> wanted) {
    return corrections.stream().filter(wanted).toList();
  }

  private static List<List<Correction<Neo4jNode>>> parts(List<Correction<Neo4jNode>> corrections) {
    return Neo4jWriter.parts(corrections.stream().map(Neo4jRepair::newest).toList()).stream()
        .map(part -> part.stream().map(corrections::get).toList())
        .toList();
  }

  private static Projected<Neo4jNode> newest(Correction<Neo4jNode> correction) {
    return correction.right().get(correction.right().size() - 1);
  }

  private static List<String> replace(List<Correction<Neo4jNode>> part, Transaction transaction) {
    run(transaction, LOCK_OR_MAKE, names(part));
    List<Correction<Neo4jNode>> mine = asFound(part, transaction);
    List<Projected<Neo4jNode>> right = mine.stream().map(Neo4jRepair::newest).toList();
    List<Map<String, Object>> rows = right.stream().map(node -> Neo4jWriter.row(0, node)).toList();
    transaction.run(REPLACE, Map.of("rows", rows)).consume();
    List<Neo4jNode> nodes = right.stream().map(Projected::value).toList();
    Neo4jWriter.replaceEdges(names(mine), nodes, transaction);
    return names(mine);
  }

  private static List<String> remove(List<Correction<Neo4jNode>> extra, Transaction transaction) {
    run(transaction, LOCK, names(extra));
    run(transaction, LOCK_FOREIGN, Neo4jEntries.foreign(names(extra)));
    List<String> names = names(asFound(extra, transaction));
    List<String> resources =
        names.stream().filter(name -> ResourceId.tryParse(name).isPresent()).toList();
    Neo4jWriter.replaceEdges(resources, List.of(), transaction);
    run(transaction, DELETE, resources);
    run(transaction, MAKE_STUBS, resources);
    run(transaction, DELETE_NAMELESS, names.stream().filter(n -> !resources.contains(n)).toList());
    run(transaction, DELETE_FOREIGN, Neo4jEntries.foreign(names));
    return names;
  }

  private static void run(Transaction transaction, String statement, List<String> names) {
    transaction.run(statement, Map.of("names", names)).consume();
  }

  private static List<String> names(List<Correction<Neo4jNode>> corrections) {
    return corrections.stream().map(Correction::name).sorted().toList();
  }

  /** Those whose nodes are as they were found, or older than what is right. */
  private static List<Correction<Neo4jNode>> asFound(
      List<Correction<Neo4jNode>> corrections, Transaction transaction) {
    Map<String, ViewEntry> now = Neo4jEntries.find(names(corrections), transaction);
    return those(
        corrections,
        correction -> {
          Optional<Version> held =
              Optional.ofNullable(now.get(correction.name())).flatMap(ViewEntry::version);
          return correction.isAsFound(held) || isOlder(held, correction);
        });
  }

  private static boolean isOlder(Optional<Version> held, Correction<Neo4jNode> correction) {
    return !correction.right().isEmpty()
        && held.stream().allMatch(v -> v.compareTo(newest(correction).version()) <= 0);
  }
}
