package io.distributary.bench.match;

import io.distributary.bench.events.Stream;
import io.distributary.bench.stores.LocalServers;
import io.distributary.people.Generator;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.fhir.Resource;
import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A gateway with a document view, into which patients are written over the stream; then it is
 * started anew, and patients are looked up over HTTP.
 */
final class LookUpRun {
  private static final String PREFIX = "match";
  private static final String GROUP = PREFIX + ".document.r1";
  private static final int AT_A_TIME = 20_000;
  private static final int CLIENTS = 2;
  private static final int WARM_UP = 2_000;
  private static final int LOOK_UPS = 10_000;

  private final long seed;
  private final int patients;
  private final Path root;
  private final Path folder;
  private final int heap;
  private final PrintStream progress;

  LookUpRun(long seed, int patients, Path root, Path folder, int heap, PrintStream progress) {
    this.seed = seed;
    this.patients = patients;
    this.root = root;
    this.folder = folder;
    this.heap = heap;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException, InterruptedException, ExecutionException {
    Generator generator = new Generator(seed, patients + WARM_UP + LOOK_UPS);
    Map<String, Object> figures = new LinkedHashMap<>();
    try (LocalServers servers =
            LocalServers.start(root, folder, EnumSet.of(ServerKind.KAFKA, ServerKind.MONGODB));
        Stream stream = Stream.create(servers.addresses().bootstrapServers(), PREFIX)) {
      MatchingGateway gateway =
          new MatchingGateway(root, folder.resolve("gateway"), PREFIX, servers.addresses(), heap);
      fill(gateway, stream, generator);
      progress.println("Starting the gateway anew");
      try (MatchingGateway.Running running = gateway.start()) {
        figures.put("restartSeconds", rounded(running.awaitPopulation(patients)));
        figures.put("gatewayPeakMib", running.peakMib());
        lookUp(running, generator, patients, WARM_UP);
        progress.printf("Looking up %,d patients%n", LOOK_UPS);
        long begin = System.nanoTime();
        long[] micros = lookUp(running, generator, patients + WARM_UP, LOOK_UPS);
        figures.put("lookUpsASecond", Math.round(LOOK_UPS / ((System.nanoTime() - begin) / 1e9)));
        figures.put("httpP50Micros", percentile(micros, 0.5));
        figures.put("httpP99Micros", percentile(micros, 0.99));
        figures.put("httpMaxMicros", percentile(micros, 1));
        figures.put("gatewayPeakMibAfterwards", running.peakMib());
      }
    }
    return figures;
  }

  private void fill(MatchingGateway gateway, Stream stream, Generator generator)
      throws IOException, InterruptedException, ExecutionException {
    progress.printf("Writing %,d patients over the stream into a document view%n", patients);
    try (MatchingGateway.Running running = gateway.start()) {
      for (int first = 0; first < patients; first += AT_A_TIME) {
        stream.append(
            IntStream.range(first, Math.min(patients, first + AT_A_TIME))
                .parallel()
                .mapToObj(record -> event(generator, record))
                .toList());
        stream.show();
      }
      while (!stream.isApplied(GROUP)) {
        running.requireAlive();
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private static EncodedEvent event(Generator generator, int record) {
    try {
      Resource patient = Resource.parse(Patients.json(Patients.record(generator, record)));
      ResourceId id = patient.id();
      return EventCodec.encode(Change.UPDATED, "m" + record, "urn:bench", id, patient);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By several clients at once; microseconds of each. */
  private static long[] lookUp(
      MatchingGateway.Running gateway, Generator generator, int first, int count) {
    List<byte[]> wanted =
        IntStream.range(first, first + count)
            .mapToObj(record -> Patients.json(Patients.record(generator, record)))
            .toList();
    return IntStream.range(0, CLIENTS)
        .mapToObj(client -> gateway.client(wanted, client, CLIENTS))
        .toList()
        .stream()
        .flatMapToLong(client -> Arrays.stream(client.join()))
        .toArray();
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }

  private static long percentile(long[] micros, double share) {
    long[] sorted = micros.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
  }
}
