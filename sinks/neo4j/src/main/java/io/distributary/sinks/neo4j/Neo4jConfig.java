package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.ConfigProblems;
import io.distributary.sink.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the graph is and what it keeps.
 *
 * @param uri {@code bolt://host:7687}, or {@code neo4j://} for a cluster; with {@code +s} for TLS
 * @param database one view has a database to itself; {@code neo4j} unless told
 * @param username with a password; without both, the server must ask for no authentication
 * @param types resource types that become nodes; those that carry relationships unless told
 * @param connectTimeout for a TCP connection, 5 s unless told
 * @param acquireTimeout for a connection out of the pool, 10 s unless told
 * @param transactionTimeout after which the server ends a write, 2 minutes unless told: a Group of
 *     100,000 members is one transaction
 */
public record Neo4jConfig(
    URI uri,
    String database,
    @Nullable String username,
    @Nullable Secret password,
    List<String> types,
    Duration connectTimeout,
    Duration acquireTimeout,
    Duration transactionTimeout) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Set<String> SCHEMES =
      Set.of("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc");
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Person",
          "RelatedPerson",
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "Location",
          "Encounter",
          "EpisodeOfCare",
          "Condition",
          "Procedure",
          "MedicationRequest",
          "Immunization",
          "AllergyIntolerance",
          "CareTeam",
          "CarePlan",
          "ServiceRequest",
          "Device",
          "Group");

  public Neo4jConfig {
    database = database == null ? "neo4j" : database;
    types = types == null ? TYPES : List.copyOf(types);
    connectTimeout = connectTimeout == null ? Duration.ofSeconds(5) : connectTimeout;
    acquireTimeout = acquireTimeout == null ? Duration.ofSeconds(10) : acquireTimeout;
    transactionTimeout = transactionTimeout == null ? Duration.ofMinutes(2) : transactionTimeout;
    ConfigProblems problems = new ConfigProblems().require(uri, "uri");
    if (uri != null) {
      checkUri(uri, problems);
    }
    problems
        .check(
            !database.isBlank() && !database.equals("system"),
            "database",
            "must name a database, and not system")
        .check(
            (username == null) == (password == null),
            "username",
            "must stand together with password, or both be left out")
        .check(!types.isEmpty(), "types", "must name at least one resource type")
        .check(
            types.stream().allMatch(type -> ResourceId.isType(type) && !Labels.isReserved(type)),
            "types",
            "must be names of FHIR resource types, for example Patient")
        .duration(connectTimeout, "connectTimeout", SHORTEST, LONGEST)
        .duration(acquireTimeout, "acquireTimeout", SHORTEST, LONGEST)
        .duration(transactionTimeout, "transactionTimeout", SHORTEST, LONGEST)
        .orThrow();
  }

  private static void checkUri(URI uri, ConfigProblems problems) {
    boolean form =
        uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null;
    problems
        .check(form, "uri", "must look like bolt://host:7687 or neo4j+s://host:7687")
        .check(
            uri.getRawUserInfo() == null,
            "uri",
            "must not hold credentials; use username and password");
  }
}
