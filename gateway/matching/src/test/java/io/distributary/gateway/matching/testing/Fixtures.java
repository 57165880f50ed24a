package io.distributary.gateway.matching.testing;

import io.distributary.gateway.matching.generate.Generator;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import java.util.stream.IntStream;

/** Generated records, as the tests need them. */
public final class Fixtures {
  private Fixtures() {}

  /** All records of a generator. */
  public static Records records(Generator generator) {
    Vocabulary vocabulary = new Vocabulary();
    Term[][] rows =
        IntStream.range(0, generator.records())
            .mapToObj(i -> vocabulary.add(Normalizer.features(generator.record(i))))
            .toArray(Term[][]::new);
    return new Records(vocabulary, rows);
  }
}
