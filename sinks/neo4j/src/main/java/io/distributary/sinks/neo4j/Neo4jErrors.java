package io.distributary.sinks.neo4j;

import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.exceptions.AuthorizationExpiredException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.RetryableException;
import org.neo4j.driver.exceptions.SecurityException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransactionTerminatedException;

/**
 * What a driver's exception asks the host to do, by its class and its status code (see Neo4j's list
 * of status codes), never by its message.
 */
enum Neo4jErrors {
  UNREACHABLE(store().unreachable()),
  BUSY(store().busy()),
  TIMED_OUT(store().timedOut()),
  FAILED(store().failed()),
  DENIED(store().denied()),
  MISSING(store().missing()),
  REJECTED(store().rejected()),
  IN_USE(Failure.retry("neo4j-connections-in-use", "All connections for queries were in use.")),
  READ_ONLY(Failure.stop("neo4j-read-only", "The database takes no writes.")),
  UNEXPECTED(
      Failure.stop("neo4j-unexpected", "Neo4j answered what this sink does not understand."));

  /** The code of what the driver says by itself. */
  private static final String OF_DRIVER = "N/A";

  private final Failure failure;

  Neo4jErrors(Failure failure) {
    this.failure = failure;
  }

  private static StoreFailures store() {
    return new StoreFailures("Neo4j");
  }

  static SinkException of(RuntimeException e) {
    return kind(e).exception(e);
  }

  SinkException exception(@Nullable Exception cause) {
    return failure.exception(cause);
  }

  boolean isReasonOf(SinkException e) {
    return failure.equals(e.failure());
  }

  Action action() {
    return failure.action();
  }

  static Neo4jErrors kind(RuntimeException e) {
    String code = e instanceof Neo4jException coded && coded.code() != null ? coded.code() : "";
    if (e instanceof ServiceUnavailableException
        || e instanceof SessionExpiredException
        || isWithoutConnection(e, code)) {
      return UNREACHABLE;
    }
    if (code.contains("TimedOut") || e instanceof TransactionTerminatedException) {
      return TIMED_OUT;
    }
    if (code.startsWith("Neo.TransientError.")
        || e instanceof AuthorizationExpiredException
        || e instanceof RetryableException) {
      return BUSY;
    }
    return e instanceof SecurityException ? security(code) : byCode(code);
  }

  /** Nobody gave a connection back in time: it has no class of its own. */
  private static boolean isWithoutConnection(RuntimeException e, String code) {
    return e.getClass().equals(ClientException.class) && code.equals(OF_DRIVER);
  }

  private static Neo4jErrors security(String code) {
    return code.endsWith(".AuthenticationRateLimit") ? BUSY : DENIED;
  }

  private static Neo4jErrors byCode(String code) {
    return switch (code) {
      case "Neo.ClientError.Database.DatabaseNotFound" -> MISSING;
      case "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
          "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase" ->
          READ_ONLY;
      case "Neo.ClientError.Statement.TypeError", "Neo.ClientError.Statement.ArgumentError" ->
          REJECTED;
      case "Neo.ClientError.Cluster.NotALeader",
          "Neo.ClientError.Statement.EntityNotFound",
          "Neo.ClientError.Schema.ConstraintValidationFailed",
          "Neo.ClientError.Schema.ConstraintAlreadyExists",
          "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
          "Neo.ClientError.Schema.IndexAlreadyExists" ->
          BUSY;
      default -> byPrefix(code);
    };
  }

  private static Neo4jErrors byPrefix(String code) {
    if (code.startsWith("Neo.DatabaseError.")) {
      return FAILED;
    }
    return code.startsWith("Neo.ClientError.Security.") ? DENIED : UNEXPECTED;
  }
}
