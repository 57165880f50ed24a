package io.distributary.sinks.neo4j;

import static io.distributary.sink.Action.REJECT;
import static io.distributary.sink.Action.RETRY;
import static io.distributary.sink.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.AuthorizationExpiredException;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.FatalDiscoveryException;
import org.neo4j.driver.exceptions.ProtocolException;
import org.neo4j.driver.exceptions.SecurityException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;
import org.neo4j.driver.exceptions.TransientException;
import org.neo4j.driver.exceptions.UntrustedServerException;

@SuppressWarnings("deprecation") // the constructors that take a code are the only short ones
class Neo4jErrorsTest {
  private static final String DATA = "Jane Doe, born 1970-01-02";

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new ServiceUnavailableException(DATA), RETRY),
        arguments(new SessionExpiredException(DATA), RETRY),
        arguments(transientError("Transaction.DeadlockDetected"), RETRY),
        arguments(transientError("General.MemoryPoolOutOfMemoryError"), RETRY),
        arguments(transientError("General.OutOfMemoryError"), RETRY),
        arguments(transientError("Database.DatabaseUnavailable"), RETRY),
        arguments(client("Transaction.TransactionTimedOut"), RETRY),
        arguments(client("Transaction.TransactionTimedOutClientConfiguration"), RETRY),
        arguments(client("Cluster.NotALeader"), RETRY),
        arguments(client("Statement.EntityNotFound"), RETRY),
        arguments(new ClientException("N/A", DATA), RETRY),
        arguments(client("Schema.ConstraintValidationFailed"), RETRY),
        arguments(client("Schema.EquivalentSchemaRuleAlreadyExists"), RETRY),
        arguments(new DatabaseException("Neo.DatabaseError.General.UnknownError", DATA), RETRY),
        arguments(
            new AuthorizationExpiredException(
                "Neo.ClientError.Security.AuthorizationExpired", DATA),
            RETRY),
        arguments(
            new SecurityException("Neo.ClientError.Security.AuthenticationRateLimit", DATA), RETRY),
        arguments(new AuthenticationException("Neo.ClientError.Security.Unauthorized", DATA), STOP),
        arguments(new SecurityException("Neo.ClientError.Security.Forbidden", DATA), STOP),
        arguments(
            new FatalDiscoveryException("Neo.ClientError.Database.DatabaseNotFound", DATA), STOP),
        arguments(client("General.ForbiddenOnReadOnlyDatabase"), STOP),
        arguments(client("Statement.SyntaxError"), STOP),
        arguments(new ProtocolException(DATA), STOP),
        arguments(new UntrustedServerException(DATA), STOP),
        arguments(client("Statement.TypeError"), REJECT),
        arguments(client("Statement.ArgumentError"), REJECT));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureSaysWhatToDoAndNothingOfTheData(RuntimeException failure, Action expected) {
    // When
    SinkException exception = Neo4jErrors.of(failure);

    // Then
    assertThat(exception.action()).isEqualTo(expected);
    assertThat(exception.getMessage()).doesNotContain(DATA);
  }

  private static TransientException transientError(String code) {
    return new TransientException("Neo.TransientError." + code, DATA);
  }

  private static ClientException client(String code) {
    return new ClientException("Neo.ClientError." + code, DATA);
  }

  @ParameterizedTest
  @CsvSource({
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError, false",
    "Neo.TransientError.General.OutOfMemoryError, false",
    "Neo.TransientError.General.TransactionOutOfMemoryError, true",
    "Neo.TransientError.General.TransactionMemoryLimit, false",
    "Neo.TransientError.General.StackOverFlowError, true",
    "Neo.ClientError.Transaction.TransactionTimedOut, false",
    "Neo.TransientError.Transaction.DeadlockDetected, false"
  })
  void whatNeedsTooMuchMemoryByItselfIsTheStatementsFault(String code, boolean tooMuch) {
    assertThat(Neo4jNativeQuery.isTooMuch(code)).isEqualTo(tooMuch);
  }
}
