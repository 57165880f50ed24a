package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody else's events, 200 a second: updates, deletions, poison, and events that come twice, of
 * a few hundred Patients; and their fold. No more, or what takes processors from the gateways would
 * be the load itself, and what is left to drain would grow with every second that they need to
 * start.
 */
final class StreamLoad implements AutoCloseable {
  private static final int WRITERS = 3;
  private static final int PATIENTS = 100;
  private static final long BETWEEN_MS = 15;

  private final StrangersProducer producer;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(WRITERS);
  private final List<Future<?>> writers = new ArrayList<>();
  private final Map<String, String> newest = new ConcurrentHashMap<>();
  private final Set<Version> refused = ConcurrentHashMap.newKeySet();
  private final AtomicLong appended = new AtomicLong();

  /** Begins. */
  StreamLoad(FourStores stores, long seed) {
    producer =
        new StrangersProducer(stores.kafka(), stores.namespace(), FourStores.PARTITIONS, Map.of());
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Random random = new Random(seed + writer);
      writers.add(
          threads.scheduleAtFixedRate(
              () -> write(writer, random), 0, BETWEEN_MS, TimeUnit.MILLISECONDS));
    }
  }

  /** Each writer has Patients of its own, so that it knows which event of each is the newest. */
  private void write(int writer, Random random) {
    String id = writer + "-" + random.nextInt(PATIENTS);
    int kind = random.nextInt(100);
    if (kind < 85) {
      update(id, random.nextInt(), 1 + random.nextInt(20) / 19);
    } else if (kind < 95) {
      append(RawEvent.deletion(id));
      newest.remove(id);
    } else {
      refused.add(append(RawEvent.patient(id).value("{")));
    }
  }

  private void update(String id, int content, int times) {
    RawEvent event = RawEvent.of(RawEvent.json(id, ",\"multipleBirthInteger\":" + content));
    for (int i = 0; i < times; i++) {
      newest.put(id, append(event).toString());
    }
  }

  private Version append(RawEvent event) {
    Version version =
        StrangersProducer.version(
            producer.append(
                producer.partitionOf(event.place()), event.key(), event.headers(), event.value()));
    appended.incrementAndGet();
    return version;
  }

  /** How many events there are. */
  long appended() {
    return appended.get();
  }

  /** Waits for what is under way. */
  void end() throws InterruptedException, ExecutionException {
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    for (Future<?> writer : writers) {
      if (!writer.isCancelled()) {
        writer.get(); // it has failed, and says how
      }
    }
  }

  /** The fold: versions by id, of what is not deleted. */
  Map<String, String> newest() {
    return new TreeMap<>(newest);
  }

  /** What no view can hold. */
  Set<Version> refused() {
    return Set.copyOf(refused);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    producer.close();
  }
}
