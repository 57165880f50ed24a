package io.distributary.sinks.hbase;

import static io.distributary.sink.Action.REJECT;
import static io.distributary.sink.Action.RETRY;
import static io.distributary.sink.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.CallQueueTooBigException;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.MasterNotRunningException;
import org.apache.hadoop.hbase.NamespaceNotFoundException;
import org.apache.hadoop.hbase.NotAllMetaRegionsOnlineException;
import org.apache.hadoop.hbase.NotServingRegionException;
import org.apache.hadoop.hbase.PleaseHoldException;
import org.apache.hadoop.hbase.RegionTooBusyException;
import org.apache.hadoop.hbase.ServerName;
import org.apache.hadoop.hbase.TableNotEnabledException;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.UnknownScannerException;
import org.apache.hadoop.hbase.client.NoServerForRegionException;
import org.apache.hadoop.hbase.client.OperationTimeoutExceededException;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.RetriesExhaustedException;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.exceptions.FailedSanityCheckException;
import org.apache.hadoop.hbase.exceptions.MasterStoppedException;
import org.apache.hadoop.hbase.exceptions.OutOfOrderScannerNextException;
import org.apache.hadoop.hbase.exceptions.RequestTooBigException;
import org.apache.hadoop.hbase.ipc.CallTimeoutException;
import org.apache.hadoop.hbase.ipc.FatalConnectionException;
import org.apache.hadoop.hbase.ipc.RemoteWithExtrasException;
import org.apache.hadoop.hbase.ipc.ServerNotRunningYetException;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.apache.hadoop.hbase.security.AccessDeniedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HBaseErrorsTest {
  private static final String CANARY = "Canary-4711";

  @ParameterizedTest
  @MethodSource("table")
  void everyFailureSaysWhatToDo(Throwable thrown, Action action, Failure expected) {
    // When
    Failure failure = HBaseErrors.of(thrown);

    // Then
    assertThat(failure.action()).isEqualTo(action);
    assertThat(failure).isEqualTo(expected);
    assertThat(failure.reason().message()).doesNotContain(CANARY);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        arguments(new ConnectException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new NotServingRegionException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new MasterNotRunningException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new PleaseHoldException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new ServerNotRunningYetException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new CallTimeoutException(CANARY), RETRY, HBaseErrors.TIMED_OUT),
        arguments(new SocketTimeoutException(CANARY), RETRY, HBaseErrors.TIMED_OUT),
        arguments(new InterruptedIOException(CANARY), RETRY, HBaseErrors.TIMED_OUT),
        arguments(new OperationTimeoutExceededException(CANARY), RETRY, HBaseErrors.TIMED_OUT),
        arguments(
            details(new OperationTimeoutExceededException(CANARY)), RETRY, HBaseErrors.TIMED_OUT),
        arguments(new NoServerForRegionException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new NotAllMetaRegionsOnlineException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new MasterStoppedException(), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new FatalConnectionException(CANARY), RETRY, HBaseErrors.FAILED),
        arguments(new IOException(new TimeoutException(CANARY)), RETRY, HBaseErrors.TIMED_OUT),
        arguments(new UnknownScannerException(CANARY), RETRY, HBaseErrors.TIMED_OUT),
        arguments(
            new DoNotRetryIOException(CANARY, new OutOfOrderScannerNextException(CANARY)),
            RETRY,
            HBaseErrors.TIMED_OUT),
        arguments(new RegionTooBusyException(CANARY), RETRY, HBaseErrors.BUSY),
        arguments(new CallQueueTooBigException(CANARY), RETRY, HBaseErrors.BUSY),
        arguments(new IOException(CANARY), RETRY, HBaseErrors.FAILED),
        arguments(new TableNotEnabledException(CANARY), RETRY, HBaseErrors.DISABLED),
        arguments(new TableNotFoundException(CANARY), STOP, HBaseErrors.MISSING),
        arguments(new NamespaceNotFoundException(CANARY), STOP, HBaseErrors.MISSING),
        arguments(new NoSuchColumnFamilyException(CANARY), STOP, HBaseErrors.FOREIGN),
        arguments(new AccessDeniedException(CANARY), STOP, HBaseErrors.DENIED),
        arguments(new DoNotRetryIOException(CANARY), REJECT, HBaseErrors.REJECTED),
        arguments(new FailedSanityCheckException(CANARY), REJECT, HBaseErrors.REJECTED),
        arguments(new RequestTooBigException(CANARY), REJECT, HBaseErrors.REJECTED),
        arguments(new IllegalArgumentException(CANARY), REJECT, HBaseErrors.TOO_LARGE),
        arguments(
            new RetriesExhaustedException(CANARY, new ConnectException(CANARY)),
            RETRY,
            HBaseErrors.UNREACHABLE),
        arguments(details(new CallTimeoutException(CANARY)), RETRY, HBaseErrors.TIMED_OUT),
        arguments(details(new NoSuchColumnFamilyException(CANARY)), STOP, HBaseErrors.FOREIGN),
        arguments(remote(TableNotFoundException.class.getName()), STOP, HBaseErrors.MISSING),
        arguments(remote(DoNotRetryIOException.class.getName()), REJECT, HBaseErrors.REJECTED),
        arguments(
            remote("org.apache.hadoop.hbase.quotas.SpaceLimitingException"),
            RETRY,
            HBaseErrors.FULL),
        arguments(remote("org.example.OnlyTheServerKnows"), RETRY, HBaseErrors.FAILED));
  }

  private static Throwable details(Throwable cause) {
    Put put = new Put(RowKeys.bytes(CANARY));
    ServerName server = ServerName.valueOf("localhost", 1, 1);
    return new RetriesExhaustedWithDetailsException(
        List.of(cause), List.of(put), List.of(server.getAddress().toString()));
  }

  private static Throwable remote(String className) {
    return new RemoteWithExtrasException(className, CANARY, true);
  }
}
