package io.distributary.gateway.matching.testing;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import io.distributary.people.Generator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Generated records, as the tests need them. */
public final class Fixtures {
  private Fixtures() {}

  /** All records of a generator. */
  public static Records records(Generator generator) {
    return records(generator, EnumSet.allOf(Attribute.class));
  }

  /** The same with little to go on. */
  public static Records namesAndBirthDates(Generator generator) {
    return records(generator, EnumSet.of(Attribute.GIVEN, Attribute.FAMILY, Attribute.BIRTH_DATE));
  }

  private static Records records(Generator generator, Set<Attribute> attributes) {
    Vocabulary vocabulary = new Vocabulary();
    Term[][] rows =
        IntStream.range(0, generator.records())
            .mapToObj(record -> record(generator, record))
            .map(record -> vocabulary.add(Normalizer.features(only(attributes, record))))
            .toArray(Term[][]::new);
    return new Records(vocabulary, rows);
  }

  /** One record of a generator. */
  public static PatientRecord record(Generator generator, int record) {
    PatientRecord.Builder patient = PatientRecord.builder("r" + record);
    generator
        .record(record)
        .forEach((word, value) -> patient.with(Attribute.of(word).orElseThrow(), value));
    return patient.build();
  }

  private static PatientRecord only(Set<Attribute> attributes, PatientRecord record) {
    PatientRecord.Builder fewer = PatientRecord.builder(record.id());
    attributes.forEach(
        attribute -> record.all(attribute).forEach(value -> fewer.with(attribute, value)));
    return fewer.build();
  }

  /** Of one record, as {@code given=ann;family=lee}. */
  public static Features features(String attributes) {
    PatientRecord.Builder record = PatientRecord.builder("r");
    for (String pair : attributes.split(";")) {
      String[] parts = pair.split("=");
      record.with(Attribute.of(parts[0]).orElseThrow(), parts[1]);
    }
    return Normalizer.features(record.build());
  }
}
