package io.distributary.sinks.neo4j;

import static io.distributary.sink.Action.REJECT;
import static io.distributary.sink.Action.RETRY;
import static io.distributary.sink.Action.STOP;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
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
  AWAY(RETRY, "neo4j-unavailable", "Neo4j cannot be reached."),
  BUSY(
      RETRY,
      "neo4j-busy",
      "Neo4j could not do it now: a lock, memory, or another transient state."),
  IN_USE(RETRY, "neo4j-connections-in-use", "All connections for queries were in use."),
  TIMED_OUT(RETRY, "neo4j-time-out", "Neo4j ended the transaction at its time-out."),
  TROUBLED(RETRY, "neo4j-trouble", "Neo4j failed by itself, for example on a full disk."),
  CREDENTIALS(STOP, "neo4j-credentials", "Neo4j refuses the credentials or their rights."),
  NO_DATABASE(STOP, "neo4j-database-missing", "Neo4j has no database of the configured name."),
  READ_ONLY(STOP, "neo4j-read-only", "The database takes no writes."),
  VALUE(REJECT, "neo4j-value-refused", "Neo4j cannot hold a value of this event."),
  UNEXPECTED(STOP, "neo4j-unexpected", "Neo4j answered what this sink does not understand.");

  /** The code of what the driver says by itself. */
  private static final String OF_DRIVER = "N/A";

  private final Action action;
  private final Reason reason;

  Neo4jErrors(Action action, String code, String message) {
    this.action = action;
    this.reason = new Reason(code, message);
  }

  static SinkException of(RuntimeException e) {
    return kind(e).exception(e);
  }

  SinkException exception(@Nullable Exception cause) {
    return new SinkException(action, reason, cause);
  }

  boolean isReasonOf(SinkException e) {
    return reason.equals(e.reason());
  }

  Action action() {
    return action;
  }

  static Neo4jErrors kind(RuntimeException e) {
    String code = e instanceof Neo4jException coded && coded.code() != null ? coded.code() : "";
    if (e instanceof ServiceUnavailableException
        || e instanceof SessionExpiredException
        || isWithoutConnection(e, code)) {
      return AWAY;
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
    return code.endsWith(".AuthenticationRateLimit") ? BUSY : CREDENTIALS;
  }

  private static Neo4jErrors byCode(String code) {
    return switch (code) {
      case "Neo.ClientError.Database.DatabaseNotFound" -> NO_DATABASE;
      case "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
          "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase" ->
          READ_ONLY;
      case "Neo.ClientError.Statement.TypeError", "Neo.ClientError.Statement.ArgumentError" ->
          VALUE;
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
      return TROUBLED;
    }
    return code.startsWith("Neo.ClientError.Security.") ? CREDENTIALS : UNEXPECTED;
  }
}
