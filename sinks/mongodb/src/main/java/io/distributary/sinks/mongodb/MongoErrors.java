package io.distributary.sinks.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import io.distributary.sink.Failure;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Outcome;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the driver's exceptions and the server's codes ask the host to do. */
final class MongoErrors {
  private static final StoreFailures STORE = new StoreFailures("MongoDB");
  private static final Failure UNREACHABLE = STORE.unreachable();
  private static final Failure TIMED_OUT = STORE.timedOut();
  private static final Failure BUSY = STORE.busy();
  private static final Failure UNKNOWN = STORE.failed();
  private static final Failure DENIED = STORE.denied();
  private static final Failure MISCONFIGURED = STORE.misconfigured();
  private static final Failure NOT_DURABLE =
      Failure.retry("write-not-confirmed", "MongoDB did not confirm that the write is durable.");
  private static final Failure INCOMPATIBLE =
      Failure.stop("store-incompatible", "MongoDB is too old or too new for this sink.");

  /** By the server's error code: mongo/src/mongo/base/error_codes.yml. */
  private static final Map<Integer, Failure> BY_CODE =
      Stream.of(
              codes(UNREACHABLE, 6, 7, 91, 9001, 11600),
              codes(TIMED_OUT, 24, 46, 50, 89, 202, 262),
              codes(BUSY, 112, 134, 189, 10107, 11602, 13388, 13435, 13436, 14031),
              codes(NOT_DURABLE, 64, 100),
              codes(DENIED, 13, 18, 8000))
          .flatMap(codes -> codes.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /**
   * What one query may not need by itself: memory without the disk's help, also as elder servers
   * say it, and a document that is larger than documents are.
   */
  private static final Set<Integer> TOO_MUCH = Set.of(146, 292, 10334, 16389, 16819, 16945);

  /**
   * What is no query's fault, though the server says it of one: internal and unknown errors, no
   * member to read from, and cursors and plans that it has lost or ended by itself.
   */
  private static final Set<Integer> OF_THE_STORE = Set.of(1, 8, 43, 133, 175, 237, 11601);

  private MongoErrors() {}

  private static Map<Integer, Failure> codes(Failure failure, Integer... codes) {
    return Stream.of(codes).collect(Collectors.toMap(code -> code, code -> failure));
  }

  /** The table: any exception of the driver. What is not known is tried again, visibly. */
  static Failure classify(MongoException e) {
    if (e instanceof MongoOperationTimeoutException
        || e instanceof MongoExecutionTimeoutException) {
      return TIMED_OUT;
    }
    if (e instanceof MongoSecurityException) {
      boolean unreachable = e.getCause() instanceof MongoSocketException;
      return unreachable ? UNREACHABLE : DENIED;
    }
    if (e instanceof MongoTimeoutException || e instanceof MongoSocketException) {
      return UNREACHABLE;
    }
    if (e instanceof MongoIncompatibleDriverException) {
      return INCOMPATIBLE;
    }
    if (e instanceof MongoConfigurationException) {
      return MISCONFIGURED;
    }
    if (e instanceof MongoWriteConcernException || e instanceof MongoBulkWriteException) {
      return NOT_DURABLE;
    }
    boolean electing =
        e instanceof MongoNotPrimaryException || e instanceof MongoNodeIsRecoveringException;
    return classify(e.getCode()).orElse(electing ? BUSY : UNKNOWN);
  }

  /** The table's second half: the server's error codes that do not depend on what was sent. */
  static Optional<Failure> classify(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  static SinkException of(MongoException e) {
    return classify(e).exception(e);
  }

  /**
   * What one upsert's error means for its event. A code that is not known is the document's fault.
   *
   * @throws SinkException when it concerns the whole view
   */
  static Outcome outcome(int code) throws SinkException {
    return classify(code).orElse(STORE.rejected()).outcome();
  }

  /** A repair of one document: done, not done as somebody wrote meanwhile, or refused. */
  static Outcome outcomeOf(Supplier<Boolean> repair) throws SinkException {
    try {
      return repair.get() ? Outcome.APPLIED : Outcome.STALE;
    } catch (MongoWriteException e) {
      return outcome(e.getCode());
    } catch (MongoException e) {
      throw of(e);
    }
  }

  /**
   * A native query's error: a code that is not known is the query's fault.
   *
   * @param part of the query that decides how much it needs
   */
  static SinkException ofQuery(MongoException e, String part) {
    if (e instanceof MongoCommandException && TOO_MUCH.contains(e.getCode())) {
      return new InvalidQueryException(
          part
              + " needs more memory than MongoDB gives to one query, or a document of over 16 MiB.");
    }
    boolean refused =
        e instanceof MongoCommandException
            && classify(e).equals(UNKNOWN)
            && !OF_THE_STORE.contains(e.getCode());
    return refused
        ? new InvalidQueryException(
            "MongoDB does not take this query (its error code " + e.getCode() + ").")
        : of(e);
  }

  static <T> T call(Supplier<T> call) throws SinkException {
    try {
      return call.get();
    } catch (MongoException e) {
      throw of(e);
    }
  }

  static void run(Runnable call) throws SinkException {
    try {
      call.run();
    } catch (MongoException e) {
      throw of(e);
    }
  }
}
