package io.distributary.gateway.matching.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.gateway.matching.model.Grade;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.people.Generator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PatientIndexTest {
  private static final String ANN =
      "given=ann;family=lee;birthDate=1980-03-07;gender=f;line=12 main street;city=boston";

  private final PatientIndex patients = new PatientIndex(ModelText.common());

  private static Features features(String attributes) {
    return Fixtures.features(attributes);
  }

  @Test
  void recordIsFoundByWhatItSaysNowAndNoMoreByWhatItSaid() {
    // Given
    patients.put("a", features(ANN));
    // When
    patients.put("a", features("given=zoe;family=garcia;birthDate=1999-12-31;gender=f"));
    // Then
    assertThat(patients.size()).isEqualTo(1);
    assertThat(patients.lookUp(features(ANN), 5)).isEmpty();
    assertThat(patients.lookUp(features("family=garcia;given=zoe;birthDate=1999-12-31"), 5))
        .extracting(Candidate::id)
        .containsExactly("a");
  }

  @Test
  void removedRecordIsNotFoundAndTheOthersScoreAsIfItHadNeverBeen() {
    // Given
    patients.put("a", features(ANN));
    List<Candidate> before = patients.lookUp(features(ANN), 5);
    // When
    patients.put("b", features(ANN));
    patients.remove("b");
    patients.remove("b");
    patients.remove("never there");
    // Then
    assertThat(patients.lookUp(features(ANN), 5)).isEqualTo(before);
  }

  @Test
  void explanationOfAScoreAddsUpToIt() {
    patients.put("a", features(ANN));
    assertThat(patients.lookUp(features(ANN), 5))
        .singleElement()
        .satisfies(
            candidate -> {
              var why = candidate.explanation();
              double bits =
                  why.prior()
                      + why.relatives()
                      + why.contributions().stream().mapToDouble(part -> part.bits()).sum();
              assertThat(why.score()).isCloseTo(bits, within(1e-9));
              assertThat(why.probability()).isCloseTo(1 / (1 + Math.pow(2, -bits)), within(1e-9));
            });
  }

  @Test
  void twinsAreNeverCertain() {
    // Given
    patients.put("a", features(ANN + ";phone=6175550199;postalCode=02108;ssn=219099998"));
    // When
    List<Candidate> found =
        patients.lookUp(
            features(ANN.replace("ann", "beth") + ";phone=6175550199;postalCode=02108"), 5);
    // Then
    assertThat(found).singleElement().matches(Candidate::twins);
    assertThat(found.get(0).grade()).isNotEqualTo(Grade.CERTAIN);
    assertThat(Grade.of(0.9999, true)).isEqualTo(Grade.PROBABLE);
    assertThat(Grade.of(0.9999, false)).isEqualTo(Grade.CERTAIN);
  }

  @Test
  void likenessSaysHowFarALookUpCanGet() {
    patients.put("a", features(ANN));
    double whole = patients.likeness(features(ANN));
    assertThat(whole)
        .isEqualTo(patients.lookUp(features(ANN), 1).get(0).explanation().probability())
        .isGreaterThan(0.99);
    assertThat(patients.likeness(features("gender=f"))).isLessThan(0.02);
    assertThat(patients.likeness(features("given=james"))).isLessThan(0.02);
    assertThat(patients.likeness(features("gender=unknown"))).isLessThan(0.02);
  }

  @Test
  void moreRecordsMakeEachOneLessProbable() {
    // Given
    Features ann = features("given=ann;family=lee");
    Generator generator = new Generator(3, 60_000);
    double before = patients.likeness(ann);
    // When
    for (int record = 0; record < 60_000; record++) {
      patients.put("r" + record, Normalizer.features(Fixtures.record(generator, record)));
    }
    // Then
    assertThat(patients.likeness(ann)).isLessThan(before);
  }

  @Test
  void afterManyChangesItAnswersAsIfOnlyThoseWhoAreThereHadEverCome() {
    // Given
    Generator generator = new Generator(5, 3_000);
    Random random = new Random(5);
    Map<String, Features> there = new HashMap<>();

    // When
    for (int i = 0; i < 10_000; i++) {
      String id = "r" + random.nextInt(400);
      if (random.nextInt(4) == 0) {
        patients.remove(id);
        there.remove(id);
      } else {
        Features features = Normalizer.features(Fixtures.record(generator, random.nextInt(3_000)));
        patients.put(id, features);
        there.put(id, features);
      }
    }
    PatientIndex fresh = new PatientIndex(ModelText.common());
    there.forEach(fresh::put);

    // Then
    assertThat(patients.size()).isEqualTo(there.size());
    there
        .values()
        .forEach(
            features ->
                assertThat(probabilities(patients, features))
                    .usingRecursiveComparison()
                    .withComparatorForType(
                        (a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Double.compare(a, b), Double.class)
                    .isEqualTo(probabilities(fresh, features)));
  }

  private static Map<String, Double> probabilities(PatientIndex patients, Features features) {
    return patients.lookUp(features, Integer.MAX_VALUE).stream()
        .collect(Collectors.toMap(Candidate::id, each -> each.explanation().probability()));
  }

  @Test
  void whoReadsMeanwhileSeesTheRecordsThatStay() {
    // Given
    Generator generator = new Generator(3, 2_000);
    patients.put("a", features(ANN));
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> reader =
        CompletableFuture.supplyAsync(
            () -> {
              long missed = 0;
              while (!done.get()) {
                missed +=
                    patients.lookUp(features(ANN), 1).stream()
                            .anyMatch(candidate -> candidate.id().equals("a"))
                        ? 0
                        : 1;
              }
              return missed;
            });
    // When
    for (int record = 0; record < 2_000; record++) {
      patients.put("r" + record % 500, Normalizer.features(Fixtures.record(generator, record)));
    }
    done.set(true);
    // Then
    assertThat(reader.join()).isZero();
    assertThat(patients.size()).isEqualTo(501);
  }
}
