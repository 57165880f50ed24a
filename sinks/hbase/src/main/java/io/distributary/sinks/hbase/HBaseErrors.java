package io.distributary.sinks.hbase;

import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;
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
  private static final StoreFailures STORE = new StoreFailures("HBase");
  static final Failure UNREACHABLE = STORE.unreachable();
  static final Failure TIMED_OUT = STORE.timedOut();
  static final Failure BUSY = STORE.busy();
  static final Failure FAILED = STORE.failed();
  static final Failure MISSING = STORE.missing();
  static final Failure DENIED = STORE.denied();
  static final Failure FULL = STORE.full();
  static final Failure REJECTED = STORE.rejected();
  static final Failure TOO_LARGE = STORE.tooLarge();
  static final Failure DISABLED =
      Failure.retry("table-disabled", "A table of the view is disabled.");
  static final Failure FOREIGN =
      Failure.stop("table-foreign", "A table of the view is not as this plugin makes it.");

  private record Rule(Predicate<Throwable> fits, Failure failure) {}

  /** The first that fits counts, so subclasses stand before their superclasses. */
  private static final List<Rule> RULES =
      List.of(
          rule(TableNotFoundException.class, MISSING),
          rule(NamespaceNotFoundException.class, MISSING),
          rule(TableNotEnabledException.class, DISABLED),
          rule(NoSuchColumnFamilyException.class, FOREIGN),
          rule(AccessDeniedException.class, DENIED),
          rule(CallTimeoutException.class, TIMED_OUT),
          rule(SocketTimeoutException.class, TIMED_OUT),
          rule(OperationTimeoutExceededException.class, TIMED_OUT),
          rule(TimeoutException.class, TIMED_OUT),
          rule(RegionTooBusyException.class, BUSY),
          rule(CallQueueTooBigException.class, BUSY),
          rule(ServerTooBusyException.class, BUSY),
          rule(RpcThrottlingException.class, BUSY),
          rule(NotServingRegionException.class, UNREACHABLE),
          rule(RegionServerStoppedException.class, UNREACHABLE),
          rule(UnknownScannerException.class, TIMED_OUT),
          // A page that took too long was asked for once more, and took too long again.
          rule(OutOfOrderScannerNextException.class, TIMED_OUT),
          rule(ServerNotRunningYetException.class, UNREACHABLE),
          rule(MasterNotRunningException.class, UNREACHABLE),
          rule(PleaseHoldException.class, UNREACHABLE),
          rule(MasterStoppedException.class, UNREACHABLE),
          rule(NotAllMetaRegionsOnlineException.class, UNREACHABLE),
          rule(NoServerForRegionException.class, UNREACHABLE),
          rule(ConnectException.class, UNREACHABLE),
          new Rule(HBaseErrors::isQuota, FULL),
          new Rule(HBaseErrors::isForeign, FAILED),
          new Rule(HBaseErrors::isOfTheEvent, REJECTED),
          rule(IllegalArgumentException.class, TOO_LARGE),
          rule(InterruptedIOException.class, TIMED_OUT));

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
        .orElse(FAILED);
  }

  static SinkException exception(Throwable thrown) {
    return of(thrown).exception(thrown);
  }

  private static Rule rule(Class<? extends Throwable> type, Failure failure) {
    return new Rule(type::isInstance, failure);
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
