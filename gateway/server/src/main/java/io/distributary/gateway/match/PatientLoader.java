package io.distributary.gateway.match;

import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Loads what a view holds into an index, on all cores: whoever reads the view hands over, and loads
 * himself while the others have enough to do.
 */
final class PatientLoader implements AutoCloseable {
  private static final int AT_A_TIME = 500;
  private static final int WAITING = 8;

  private final BooleanSupplier wanted;
  private final ThreadPoolExecutor workers = workers();
  private final List<Future<?>> pieces = new ArrayList<>();
  private List<StoredResource> piece = new ArrayList<>();

  /**
   * @param wanted whether to go on; asked now and then
   */
  PatientLoader(BooleanSupplier wanted) {
    this.wanted = wanted;
  }

  private static ThreadPoolExecutor workers() {
    int others = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return new ThreadPoolExecutor(
        others,
        others,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING),
        task -> new Thread(task, "population-loading"),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Takes what is to be loaded into an index; to be called by one thread. */
  Visitor<StoredResource> into(IndexedPatients patientIndex) {
    return patient -> {
      piece.add(patient);
      if (piece.size() < AT_A_TIME) {
        return true;
      }
      handOver(patientIndex);
      return wanted.getAsBoolean();
    };
  }

  private void handOver(IndexedPatients patientIndex) {
    List<StoredResource> full = piece;
    piece = new ArrayList<>();
    pieces.add(workers.submit(() -> full.forEach(patientIndex::load)));
  }

  /** Returns when all that was visited is in the index. */
  void finish(IndexedPatients patientIndex) throws InterruptedException, ExecutionException {
    handOver(patientIndex);
    for (Future<?> each : pieces) {
      each.get();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
