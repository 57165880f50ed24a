package io.distributary.sinks.hbase;

import static io.distributary.sink.Action.REJECT;
import static io.distributary.sink.Action.RETRY;
import static io.distributary.sink.Action.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
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
  void everyFailureSaysWhatToDo(Throwable thrown, Action action, Reason reason) {
    // When
    HBaseErrors.Failure failure = HBaseErrors.of(thrown);

    // Then
    assertThat(failure.action()).isEqualTo(action);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.reason().message()).doesNotContain(CANARY);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        arguments(new ConnectException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new NotServingRegionException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new MasterNotRunningException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new PleaseHoldException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new ServerNotRunningYetException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new CallTimeoutException(CANARY), RETRY, HBaseErrors.TIMEOUT),
        arguments(new SocketTimeoutException(CANARY), RETRY, HBaseErrors.TIMEOUT),
        arguments(new InterruptedIOException(CANARY), RETRY, HBaseErrors.TIMEOUT),
        arguments(new OperationTimeoutExceededException(CANARY), RETRY, HBaseErrors.TIMEOUT),
        arguments(
            details(new OperationTimeoutExceededException(CANARY)), RETRY, HBaseErrors.TIMEOUT),
        arguments(new NoServerForRegionException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new NotAllMetaRegionsOnlineException(CANARY), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new MasterStoppedException(), RETRY, HBaseErrors.UNREACHABLE),
        arguments(new FatalConnectionException(CANARY), RETRY, HBaseErrors.FAILED),
        arguments(new IOException(new TimeoutException(CANARY)), RETRY, HBaseErrors.TIMEOUT),
        arguments(new UnknownScannerException(CANARY), RETRY, HBaseErrors.TIMEOUT),
        arguments(
            new DoNotRetryIOException(CANARY, new OutOfOrderScannerNextException(CANARY)),
            RETRY,
            HBaseErrors.TIMEOUT),
        arguments(new RegionTooBusyException(CANARY), RETRY, HBaseErrors.BUSY),
        arguments(new CallQueueTooBigException(CANARY), RETRY, HBaseErrors.BUSY),
        arguments(new IOException(CANARY), RETRY, HBaseErrors.FAILED),
        arguments(new TableNotEnabledException(CANARY), RETRY, HBaseErrors.DISABLED),
        arguments(new TableNotFoundException(CANARY), STOP, HBaseErrors.NO_TABLE),
        arguments(new NamespaceNotFoundException(CANARY), STOP, HBaseErrors.NO_TABLE),
        arguments(new NoSuchColumnFamilyException(CANARY), STOP, HBaseErrors.FOREIGN),
        arguments(new AccessDeniedException(CANARY), STOP, HBaseErrors.DENIED),
        arguments(new DoNotRetryIOException(CANARY), REJECT, HBaseErrors.REFUSED),
        arguments(new FailedSanityCheckException(CANARY), REJECT, HBaseErrors.REFUSED),
        arguments(new RequestTooBigException(CANARY), REJECT, HBaseErrors.REFUSED),
        arguments(new IllegalArgumentException(CANARY), REJECT, HBaseProjection.TOO_LARGE),
        arguments(
            new RetriesExhaustedException(CANARY, new ConnectException(CANARY)),
            RETRY,
            HBaseErrors.UNREACHABLE),
        arguments(details(new CallTimeoutException(CANARY)), RETRY, HBaseErrors.TIMEOUT),
        arguments(details(new NoSuchColumnFamilyException(CANARY)), STOP, HBaseErrors.FOREIGN),
        arguments(remote(TableNotFoundException.class.getName()), STOP, HBaseErrors.NO_TABLE),
        arguments(remote(DoNotRetryIOException.class.getName()), REJECT, HBaseErrors.REFUSED),
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
