package io.distributary.bench.match;

import io.distributary.gateway.matching.cluster.Apart;
import io.distributary.gateway.matching.cluster.BatchLinkage;
import io.distributary.gateway.matching.cluster.Population;
import io.distributary.gateway.matching.lookup.PatientIndex;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import io.distributary.people.Generator;
import io.distributary.schemas.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Fills a population, measures the last of those who come, and look-ups; prints figures as JSON.
 */
final class RegisterMain {
  private static final int TRAINED_ON = 50_000;
  private static final int LAST = 20_000;
  private static final int CANDIDATES = 10;

  private RegisterMain() {}

  public static void main(String[] words) {
    Generator generator = new Generator(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    Population population = new Population(model(new Generator(7, TRAINED_ON)));
    long before = usedBytes();
    int last = Math.min(LAST, generator.records() / 2);
    int first = generator.records() - last;
    long begin = System.nanoTime();
    for (int record = 0; record < first; record++) {
      population.put("r" + record, Normalizer.features(Patients.record(generator, record)));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] register = new long[last];
    for (int i = 0; i < last; i++) {
      Features features = Normalizer.features(Patients.record(generator, first + i));
      long start = System.nanoTime();
      population.put("r" + (first + i), features);
      register[i] = System.nanoTime() - start;
    }
    long[] lookUp = new long[last];
    for (int i = 0; i < last; i++) {
      Features features = Normalizer.features(Patients.record(generator, first + i));
      long start = System.nanoTime();
      population.lookUp(features, CANDIDATES);
      lookUp[i] = System.nanoTime() - start;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("secondsToFill", seconds);
    figures.put("registeredASecond", Math.round(last / (Arrays.stream(register).sum() / 1e9)));
    figures.put("registerP50Micros", percentile(register, 0.5));
    figures.put("registerP99Micros", percentile(register, 0.99));
    figures.put("registerMaxMicros", percentile(register, 1));
    figures.put("lookUpP50Micros", percentile(lookUp, 0.5));
    figures.put("lookUpP99Micros", percentile(lookUp, 0.99));
    figures.put("heapBytesAPatient", (usedBytes() - before) / population.size());
    figures.put("image", image(generator));
    System.out.println(Json.text(figures));
  }

  /** The index of a gateway's image, without persons. */
  private static Map<String, Object> image(Generator generator) {
    PatientIndex index = new PatientIndex(ModelText.common());
    long before = usedBytes();
    long begin = System.nanoTime();
    for (int record = 0; record < generator.records(); record++) {
      index.put("r" + record, Normalizer.features(Patients.record(generator, record)));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("secondsToFill", (System.nanoTime() - begin) / 1e9);
    figures.put("heapBytesAPatient", (usedBytes() - before) / index.size());
    return figures;
  }

  private static Model model(Generator generator) {
    Vocabulary vocabulary = new Vocabulary();
    Term[][] rows =
        IntStream.range(0, generator.records())
            .parallel()
            .mapToObj(
                record -> vocabulary.add(Normalizer.features(Patients.record(generator, record))))
            .toArray(Term[][]::new);
    Records records = new Records(vocabulary, rows);
    BatchLinkage.Linked linked =
        new BatchLinkage(records, (a, b) -> true, Apart.NOBODY, step -> {}).link();
    int persons = (int) Arrays.stream(linked.persons()).distinct().count();
    return Model.of("bench", linked.learned(), records, persons, linked.priors());
  }

  private static long percentile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1_000;
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
