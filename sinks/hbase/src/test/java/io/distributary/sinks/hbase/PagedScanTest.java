package io.distributary.sinks.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.KeyValue;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanController;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanResumer;
import org.apache.hadoop.hbase.client.Cursor;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.util.Bytes;
import org.junit.jupiter.api.Test;

class PagedScanTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Client client = new Client();

  /** What the client is told. */
  private static final class Client implements ScanController, ScanResumer {
    private int begun;
    private int suspended;
    private int resumed;
    private int terminated;

    @Override
    public ScanResumer suspend() {
      suspended++;
      return this;
    }

    @Override
    public void resume() {
      resumed++;
    }

    @Override
    public void terminate() {
      terminated++;
    }

    @Override
    public Optional<Cursor> cursor() {
      return Optional.empty();
    }
  }

  @Test
  void theNextPageIsFetchedWhileTheFirstOneIsWorkedOn() throws Exception {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, LONG);

    // When
    scan.onNext(rows("a", "b"), client);
    int before = client.resumed;
    String first = next(scan);

    // Then
    assertThat(before).isZero();
    assertThat(first).isEqualTo("a");
    assertThat(client.resumed).isEqualTo(1);
  }

  @Test
  void withoutMemoryForTwoTheNextPageIsFetchedBehindTheLastRow() throws Exception {
    // Given
    PagedScan scan = scan(false, Long.MAX_VALUE, SHORT);
    scan.onNext(rows("a", "b"), client);

    // When
    next(scan);
    next(scan);
    int whileItIsWorkedOn = client.resumed;

    // Then
    assertThatThrownBy(scan::next).isInstanceOf(SinkException.class);
    assertThat(whileItIsWorkedOn).isZero();
    assertThat(client.resumed).isEqualTo(1);
  }

  @Test
  void theEndIsTheEndOfTheLastPage() throws Exception {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, LONG);
    scan.onNext(rows("a"), client);
    scan.onComplete();

    // Then
    assertThat(next(scan)).isEqualTo("a");
    assertThat(scan.next()).isNull();
    assertThat(scan.next()).isNull();
  }

  @Test
  void aScanThatHasEnoughAsksForNoOtherPage() throws Exception {
    // Given
    PagedScan scan = scan(true, 1, LONG);

    // When
    scan.onNext(rows("a", "b"), client);
    scan.onComplete();

    // Then
    assertThat(scan.cutAt()).hasValueSatisfying(row -> assertThat(row).isEqualTo(bytes("b")));
    assertThat(List.of(next(scan), next(scan))).containsExactly("a", "b");
    assertThat(scan.next()).isNull();
    assertThat(List.of(client.suspended, client.resumed, client.terminated))
        .containsExactly(0, 0, 1);
  }

  @Test
  void aFirstPageThatIsNotEnoughCutsNothing() throws Exception {
    // Given
    PagedScan scan = scan(false, 1_000, LONG);

    // When
    scan.onNext(rows("a"), client);
    Optional<byte[]> cut = scan.cutAt();
    scan.onNext(rows("b".repeat(2_000)), client);
    scan.onComplete();

    // Then
    assertThat(cut).isEmpty();
    assertThat(next(scan)).isEqualTo("a");
    assertThat(next(scan)).startsWith("bb");
    assertThat(client.terminated).isZero();
  }

  @Test
  void theClientIsAskedOnce() throws Exception {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, LONG);

    // When
    scan.begin();
    scan.onNext(rows("a"), client);
    next(scan);

    // Then
    assertThat(client.begun).isEqualTo(1);
  }

  @Test
  void aFailureComesBehindTheRowsBeforeIt() throws Exception {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, LONG);

    // When
    scan.onNext(rows("a"), client);
    scan.onError(new TableNotFoundException("t"));

    // Then
    assertThat(next(scan)).isEqualTo("a");
    assertThatThrownBy(scan::next)
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.failure()).isEqualTo(HBaseErrors.MISSING));
  }

  @Test
  void aPageThatDoesNotComeIsATimeout() {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, SHORT);

    // Then
    assertThatThrownBy(scan::next)
        .isInstanceOfSatisfying(
            SinkException.class,
            e -> {
              assertThat(e.action()).isEqualTo(Action.RETRY);
              assertThat(e.failure()).isEqualTo(HBaseErrors.TIMED_OUT);
            });
  }

  @Test
  void whoWaitsForAPageCanBeInterrupted() {
    // Given
    PagedScan scan = scan(true, Long.MAX_VALUE, LONG);

    // When
    Thread.currentThread().interrupt();

    // Then
    assertThatThrownBy(scan::next).isInstanceOf(SinkException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aScanThatIsClosedEndsInTheStore() {
    // Given one that waits to be told to go on, and one whose page is under way
    PagedScan waiting = scan(true, Long.MAX_VALUE, LONG);
    PagedScan underWay = scan(true, Long.MAX_VALUE, LONG);
    waiting.onNext(rows("a"), client);

    // When
    waiting.close();
    underWay.close();
    int resumed = client.resumed;
    waiting.onNext(rows("b"), client);
    underWay.onHeartbeat(client);

    // Then
    assertThat(resumed).isEqualTo(1);
    assertThat(client.terminated).isEqualTo(2);
  }

  private PagedScan scan(boolean ahead, long enough, Duration patience) {
    return new PagedScan(ahead, enough, () -> patience, consumer -> client.begun++);
  }

  private static String next(PagedScan scan) throws SinkException {
    Result row = scan.next();
    return row == null ? "" : Bytes.toString(row.getRow());
  }

  private static Result[] rows(String... names) {
    return List.of(names).stream().map(PagedScanTest::row).toArray(Result[]::new);
  }

  private static Result row(String name) {
    byte[] row = bytes(name);
    return Result.create(List.of(new KeyValue(row, HBaseSchema.FAMILY, HBaseSchema.HEAD, 1L, row)));
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
