package io.distributary.sinks.neo4j;

import java.util.List;

/** Statements that would do more than read the graph. */
final class CypherAttacks {
  static final List<String> ALL =
      List.of(
          "CREATE (n:Evil) RETURN n",
          "INSERT (n:Evil) RETURN n",
          "MERGE (n:Evil) RETURN n",
          "MATCH (n) DETACH DELETE n",
          "MATCH (n) NODETACH DELETE n",
          "MATCH (n) SET n.evil = true RETURN n",
          "MATCH (n) SET n:Evil RETURN n",
          "MATCH (n) REMOVE n.version RETURN n",
          "MATCH (n:Patient) REMOVE n:Patient",
          "MATCH (n) FOREACH (x IN [1] | SET n.evil = x)",
          "FOREACH (i IN [1] | CREATE (:Evil))",
          "CALL { CREATE (n:Evil) RETURN n } RETURN n",
          "CALL () { CREATE (n:Evil) } RETURN 1",
          "UNWIND [1] AS x CALL (x) { CREATE (:Evil) } IN TRANSACTIONS RETURN x",
          "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS OF 10 ROWS",
          "MATCH (n) CALL (n) { DELETE n } IN 2 CONCURRENT TRANSACTIONS",
          "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
          "WITH 1 AS x LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
          "WITH 1 AS x LOAD\tCSV WITH HEADERS FROM 'http://127.0.0.1:1/' AS l RETURN l",
          "RETURN EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } AS x",
          "RETURN CASE WHEN rand() >= 0 THEN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }"
              + " ELSE [] END AS x",
          "RETURN CASE WHEN rand() >= 0 THEN COLLECT { LOAD/**/CSV FROM 'file:///etc/passwd' AS l RETURN l }"
              + " ELSE [] END AS x",
          "RETURN CASE WHEN rand() >= 0 THEN COLLECT { LOAD//\nCSV FROM 'file:///etc/passwd' AS l RETURN l }"
              + " ELSE [] END AS x",
          "RETURN CASE WHEN rand() >= 0 THEN COLLECT { L\\u004fAD CSV FROM 'file:///etc/passwd' AS l RETURN l }"
              + " ELSE [] END AS x",
          "RETURN CASE WHEN rand() >= 0 THEN COLLECT { LOAD\u00a0CSV FROM 'file:///etc/passwd' AS l RETURN l }"
              + " ELSE [] END AS x",
          "RETURN '\\'' + CASE WHEN rand() >= 0 THEN head(COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS l"
              + " RETURN l[0] }) ELSE '' END AS x",
          "RETURN '\\\\' + CASE WHEN rand() >= 0 THEN head(COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS l"
              + " RETURN l[0] }) ELSE '' END + '' AS x",
          "MATCH (n) RETURN CASE WHEN n.x IS NULL THEN COLLECT { CALL dbms.listConfig() YIELD name RETURN"
              + " name } ELSE [] END AS x",
          "RETURN [x IN COLLECT { CALL dbms . listConfig ( ) YIELD name RETURN name } | x] AS x",
          "CALL dbms.listConfig()",
          "CALL `dbms`.`listConfig`()",
          "CALL dbms.listConfig",
          "CALL dbms.components() YIELD name RETURN name",
          "CALL dbms.killTransaction('x')",
          "CALL db.createLabel('Evil')",
          "CALL db.clearQueryCaches()",
          "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node RETURN node",
          "OPTIONAL CALL dbms.listConfig() YIELD name RETURN name",
          "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV …', {})",
          "RETURN `apoc` . `util` . sleep(1)",
          "RETURN apoc.util.sleep (1)",
          "RETURN date.x.apoc(1), apoc . util.sleep(1)",
          "SHOW USERS",
          "SHOW SETTINGS",
          "SHOW TRANSACTIONS",
          "SHOW INDEXES",
          "SHOW PROCEDURES",
          "SHOW DATABASES",
          "TERMINATE TRANSACTIONS 'x'",
          "USE system SHOW USERS",
          "USE system RETURN 1",
          "USE neo4j MATCH (n) RETURN n",
          "CALL { USE system RETURN 1 AS x } RETURN x",
          "CREATE INDEX evil FOR (n:Patient) ON (n.x)",
          "CREATE CONSTRAINT evil FOR (n:Patient) REQUIRE n.x IS UNIQUE",
          "DROP CONSTRAINT distributary_ref",
          "DROP INDEX distributary_id_Patient",
          "CREATE USER evil SET PASSWORD 'evilevil'",
          "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
          "STOP DATABASE neo4j",
          "EXPLAIN MATCH (n) RETURN n",
          "PROFILE MATCH (n) RETURN n",
          "CYPHER 5 MATCH (n) RETURN n",
          "CYPHER runtime=interpreted CREATE (n:Evil) RETURN n",
          "RETURN 1; CREATE (n:Evil)",
          "MATCH (n) RETURN n; MATCH (n) DETACH DELETE n",
          "/* */ CREATE (n:Evil)",
          "// harmless\nMATCH (n) RETURN n",
          "\uFEFFCREATE (n:Evil)",
          ":param x => 1",
          "RETURN 'never closed",
          "RETURN `never closed");

  private CypherAttacks() {}
}
