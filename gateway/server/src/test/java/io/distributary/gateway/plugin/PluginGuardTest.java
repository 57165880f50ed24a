package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distributary.sink.Action;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PluginGuardTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final ReadContext LATE = context(NOW.minusSeconds(1));
  private static final ReadContext SOON = context(NOW.plusSeconds(1));

  private final ClassLoader loader = PluginGuardTest.class.getClassLoader();
  private volatile Instant now = NOW;
  private final InstantSource time = () -> now;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PluginGuard impatient = guard(Duration.ofMillis(1));
  private final PluginGuard patient = guard(Duration.ofMinutes(1));
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();

  @AfterEach
  void release() {
    released.countDown();
  }

  @ParameterizedTest
  @EnumSource(
      value = PluginCall.class,
      names = {"LOAD", "CONFIGURE", "OPEN", "CLOSE", "DROP"})
  void callThatNeverComesBackIsGivenUp(PluginCall kind) {
    assertRetry(() -> impatient.call(kind, this::hangs), "plugin-timeout");
  }

  @ParameterizedTest
  @EnumSource(
      value = PluginCall.class,
      names = {"COUNT", "SCAN", "FIND"})
  void readOfMaintenanceIsGivenUpAfterItsDeadline(PluginCall kind) {
    assertRetry(() -> impatient.ask(kind, LATE, this::hangs), "plugin-timeout");
  }

  @Test
  void lostCallsAreFewAndOthersGoOnWhenTheyHaveComeBack() throws Exception {
    // Given
    for (int i = 0; i < PluginGuard.MOST_OVERDUE; i++) {
      assertRetry(() -> patient.call(PluginCall.DROP, hangsAndIsGivenUp()), "plugin-interrupted");
      Thread.interrupted();
    }

    // When, Then
    assertRetry(() -> patient.call(PluginCall.DROP, hangsAndIsGivenUp()), "plugin-busy");
    assertThat(begun).hasValue(PluginGuard.MOST_OVERDUE);
    assertThat(overdue()).isEqualTo(PluginGuard.MOST_OVERDUE);
    released.countDown();
    await().until(() -> overdue() == 0);
    assertThat(patient.<Boolean>call(PluginCall.DROP, this::hangs)).isTrue();
  }

  @Test
  void whatOpensTooLateIsHandedToWhomeverClosesIt() {
    // Given
    CompletableFuture<ClassLoader> closed = new CompletableFuture<>();

    // When
    assertRetry(
        () ->
            patient.call(
                PluginCall.OPEN,
                hangsAndIsGivenUp(),
                late -> closed.complete(Thread.currentThread().getContextClassLoader())),
        "plugin-interrupted");
    Thread.interrupted();
    released.countDown();

    // Then
    await().until(closed::isDone);
    assertThat(closed.join()).isSameAs(loader);
  }

  @Test
  void lateReadIsInterruptedOnItsCallersThread() {
    // Given
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Boolean> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return patient.read(PluginCall.READ, SOON, () -> waitsUnlessInterrupted(reading));
              } catch (SinkException e) {
                throw new CompletionException(e);
              }
            });
    join(reading);

    // When
    patient.look();
    assertThat(read).as("it has a minute after its deadline").isNotDone();
    now = NOW.plusSeconds(61);
    patient.look();

    // Then
    assertRetry(
        () -> {
          try {
            read.join();
          } catch (CompletionException e) {
            throw e.getCause();
          }
        },
        "plugin-timeout");
    assertThat(overdue()).isZero();
  }

  @Test
  void writesAndRepairsRunOnOneThreadThatIsNotTheCallers() throws Exception {
    // Given
    ThreadPoolExecutor writer = patient.writer();

    // When
    List<Thread> threads = new ArrayList<>();
    threads.add(patient.write(PluginCall.WRITE, writer, Thread::currentThread));
    threads.add(patient.write(PluginCall.REPAIR, writer, Thread::currentThread));
    threads.add(patient.write(PluginCall.WRITE, writer, Thread::currentThread));

    // Then
    assertThat(threads).containsOnly(threads.get(0)).doesNotContain(Thread.currentThread());
  }

  @Test
  void writeWaitsForTheOneBeforeItThatHangs() {
    // Given
    ThreadPoolExecutor writer = patient.writer();
    assertRetry(
        () -> patient.write(PluginCall.WRITE, writer, hangsAndIsGivenUp()), "plugin-interrupted");
    Thread.interrupted();

    // When, Then
    for (int i = 0; i < PluginGuard.MOST_OVERDUE; i++) {
      assertRetry(() -> impatient.write(PluginCall.WRITE, writer, this::hangs), "write-timeout");
      assertRetry(() -> impatient.write(PluginCall.REPAIR, writer, this::hangs), "repair-timeout");
    }
    assertThat(begun).as("the first one alone").hasValue(1);
    assertThat(writer.getQueue()).isEmpty();
  }

  @Test
  void writerThatHasEndedAsksToTryAgain() {
    ThreadPoolExecutor writer = patient.writer();
    PluginGuard.end(writer);

    assertRetry(() -> patient.write(PluginCall.WRITE, writer, this::hangs), "sink-closed");
  }

  @Test
  void whatIsThrownBesideTheContractStopsTheView() {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> patient.call(PluginCall.DROP, this::breaks),
            () -> patient.read(PluginCall.READ, SOON, this::breaks),
            () -> patient.ask(PluginCall.COUNT, SOON, this::breaks))) {
      assertFails(call, Action.STOP, "plugin-failed");
    }
  }

  @Test
  void callerThatIsInterruptedWaitsNoLonger() {
    Thread.currentThread().interrupt();

    assertRetry(() -> patient.ask(PluginCall.COUNT, SOON, this::hangs), "plugin-interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Heeds no interrupt. */
  private boolean hangs() {
    begun.incrementAndGet();
    return isReleased();
  }

  private boolean isReleased() {
    while (released.getCount() > 0) {
      join(released);
    }
    return true;
  }

  /** Tells its caller to wait no longer, once it is under way. */
  private PluginGuard.Call<Boolean, SinkException> hangsAndIsGivenUp() {
    Thread caller = Thread.currentThread();
    return () -> {
      begun.incrementAndGet();
      caller.interrupt();
      return isReleased();
    };
  }

  private boolean breaks() {
    throw new IllegalStateException("the plugin's");
  }

  private boolean waitsUnlessInterrupted(CountDownLatch reading) {
    reading.countDown();
    try {
      released.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // goes on
    }
  }

  private double overdue() {
    return meters.get("distributary.plugin.overdue").tag("view", "v60000").gauge().value();
  }

  private static void assertRetry(ThrowingCallable call, String code) {
    assertFails(call, Action.RETRY, code);
  }

  private static void assertFails(ThrowingCallable call, Action action, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SinkException.class,
            e -> {
              assertThat(e.reason().code()).isEqualTo(code);
              assertThat(e.action()).isEqualTo(action);
            });
  }

  private PluginGuard guard(Duration longest) {
    String view = "v" + longest.toMillis();
    return new PluginGuard(view, loader, call -> longest, meters, time.withZone(ZoneOffset.UTC));
  }

  private static ReadContext context(Instant deadline) {
    return ReadContext.of("test", deadline, Clock.systemUTC()).capped(10, 1000);
  }
}
