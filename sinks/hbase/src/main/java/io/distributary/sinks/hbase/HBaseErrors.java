package io.distributary.sinks.hbase;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.hadoop.hbase.CallQueueTooBigException;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.MasterNotRunningException;
import org.apache.hadoop.hbase.NamespaceNotFoundException;
import org.apache.hadoop.hbase.NotAllMetaRegionsOnlineException;
import org.apache.hadoop.hbase.NotServingRegionException;
import org.apache.hadoop.hbase.PleaseHoldException;
import org.apache.hadoop.hbase.RegionTooBusyException;
import org.apache.hadoop.hbase.TableNotEnabledException;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.UnknownScannerException;
import org.apache.hadoop.hbase.client.NoServerForRegionException;
import org.apache.hadoop.hbase.client.OperationTimeoutExceededException;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.client.RowTooBigException;
import org.apache.hadoop.hbase.exceptions.FailedSanityCheckException;
import org.apache.hadoop.hbase.exceptions.MasterStoppedException;
import org.apache.hadoop.hbase.exceptions.OutOfOrderScannerNextException;
import org.apache.hadoop.hbase.exceptions.RequestTooBigException;
import org.apache.hadoop.hbase.ipc.CallTimeoutException;
import org.apache.hadoop.hbase.ipc.ServerNotRunningYetException;
import org.apache.hadoop.hbase.ipc.ServerTooBusyException;
import org.apache.hadoop.hbase.quotas.RpcThrottlingException;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.apache.hadoop.hbase.regionserver.RegionServerStoppedException;
import org.apache.hadoop.hbase.security.AccessDeniedException;
import org.apache.hadoop.ipc.RemoteException;

/** What the client's exceptions ask the host to do. */
final class HBaseErrors {
  static final Reason UNREACHABLE =
      new Reason("store-unreachable", "HBase cannot be reached or does not serve the view yet.");
  static final Reason TIMEOUT = new Reason("store-timeout", "HBase did not answer in time.");
  static final Reason BUSY = new Reason("store-busy", "HBase asks to wait.");
  static final Reason FAILED = new Reason("store-failed", "HBase failed.");
  static final Reason DISABLED = new Reason("table-disabled", "A table of the view is disabled.");
  static final Reason NO_TABLE =
      new Reason("table-missing", "A table of the view is missing: rebuild the view.");
  static final Reason FOREIGN =
      new Reason("table-foreign", "A table of the view is not as this plugin makes it.");
  static final Reason DENIED =
      new Reason("access-denied", "HBase does not let this gateway do that.");
  static final Reason FULL = new Reason("store-full", "HBase has no room left for the view.");
  static final Reason REFUSED = new Reason("store-refused", "HBase refuses the event or query.");

  /** What a failure asks the host to do, and why. */
  record Failure(Action action, Reason reason) {}

  private record Rule(Predicate<Throwable> fits, Failure failure) {}

  /** The first that fits counts, so subclasses stand before their superclasses. */
  private static final List<Rule> RULES =
      List.of(
          rule(TableNotFoundException.class, Action.STOP, NO_TABLE),
          rule(NamespaceNotFoundException.class, Action.STOP, NO_TABLE),
          rule(TableNotEnabledException.class, Action.RETRY, DISABLED),
          rule(NoSuchColumnFamilyException.class, Action.STOP, FOREIGN),
          rule(AccessDeniedException.class, Action.STOP, DENIED),
          rule(CallTimeoutException.class, Action.RETRY, TIMEOUT),
          rule(SocketTimeoutException.class, Action.RETRY, TIMEOUT),
          rule(OperationTimeoutExceededException.class, Action.RETRY, TIMEOUT),
          rule(TimeoutException.class, Action.RETRY, TIMEOUT),
          rule(RegionTooBusyException.class, Action.RETRY, BUSY),
          rule(CallQueueTooBigException.class, Action.RETRY, BUSY),
          rule(ServerTooBusyException.class, Action.RETRY, BUSY),
          rule(RpcThrottlingException.class, Action.RETRY, BUSY),
          rule(NotServingRegionException.class, Action.RETRY, UNREACHABLE),
          rule(RegionServerStoppedException.class, Action.RETRY, UNREACHABLE),
          rule(UnknownScannerException.class, Action.RETRY, TIMEOUT),
          // A page that took too long was asked for once more, and took too long again.
          rule(OutOfOrderScannerNextException.class, Action.RETRY, TIMEOUT),
          rule(ServerNotRunningYetException.class, Action.RETRY, UNREACHABLE),
          rule(MasterNotRunningException.class, Action.RETRY, UNREACHABLE),
          rule(PleaseHoldException.class, Action.RETRY, UNREACHABLE),
          rule(MasterStoppedException.class, Action.RETRY, UNREACHABLE),
          rule(NotAllMetaRegionsOnlineException.class, Action.RETRY, UNREACHABLE),
          rule(NoServerForRegionException.class, Action.RETRY, UNREACHABLE),
          rule(ConnectException.class, Action.RETRY, UNREACHABLE),
          new Rule(HBaseErrors::isQuota, new Failure(Action.RETRY, FULL)),
          new Rule(HBaseErrors::isForeign, new Failure(Action.RETRY, FAILED)),
          new Rule(HBaseErrors::isOfTheEvent, new Failure(Action.REJECT, REFUSED)),
          rule(IllegalArgumentException.class, Action.REJECT, HBaseProjection.TOO_LARGE),
          rule(InterruptedIOException.class, Action.RETRY, TIMEOUT));

  /**
   * What the server says of a cell, a row or a request. The many subclasses of {@link
   * DoNotRetryIOException} that are not here speak of the server's or the client's own state.
   */
  private static final Set<Class<?>> OF_THE_EVENT =
      Set.of(
          DoNotRetryIOException.class,
          FailedSanityCheckException.class,
          RequestTooBigException.class,
          RowTooBigException.class);

  private static final Failure UNKNOWN = new Failure(Action.RETRY, FAILED);

  private HBaseErrors() {}

  /**
   * Decides by the first rule that fits the exception or anything that it wraps. What is not known
   * is taken for transient: nothing becomes a dead letter by mistake.
   */
  static Failure of(Throwable thrown) {
    Set<Throwable> all = causes(thrown);
    return RULES.stream()
        .filter(rule -> all.stream().anyMatch(rule.fits))
        .map(Rule::failure)
        .findFirst()
        .orElse(UNKNOWN);
  }

  static SinkException exception(Throwable thrown) {
    Failure failure = of(thrown);
    return new SinkException(failure.action(), failure.reason(), thrown);
  }

  private static Rule rule(Class<? extends Throwable> type, Action action, Reason reason) {
    return new Rule(type::isInstance, new Failure(action, reason));
  }

  private static boolean isOfTheEvent(Throwable thrown) {
    return OF_THE_EVENT.contains(thrown.getClass());
  }

  /** A quota of space: its exception is one of the server's own. */
  private static boolean isQuota(Throwable thrown) {
    return thrown instanceof RemoteException remote
        && remote.getClassName().endsWith(".SpaceLimitingException");
  }

  /**
   * A server's exception that the client has no class for. It says "do not retry" of each of them,
   * though nothing is known.
   */
  private static boolean isForeign(Throwable thrown) {
    return thrown.getClass() == DoNotRetryIOException.class
        && thrown.getCause() instanceof RemoteException remote
        && !remote.getClassName().equals(DoNotRetryIOException.class.getName());
  }

  private static Set<Throwable> causes(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>(List.of(thrown));
    while (!open.isEmpty()) {
      Throwable next = open.pop();
      if (seen.add(next)) {
        wrapped(next).forEach(open::push);
      }
    }
    return seen;
  }

  private static List<Throwable> wrapped(Throwable thrown) {
    if (thrown instanceof RetriesExhaustedWithDetailsException details) {
      return details.getCauses();
    }
    if (thrown instanceof RemoteException remote) {
      IOException own = remote.unwrapRemoteException();
      return own == remote ? List.of() : List.of(own);
    }
    return thrown.getCause() == null ? List.of() : List.of(thrown.getCause());
  }
}
