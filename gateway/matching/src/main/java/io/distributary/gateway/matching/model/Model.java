package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learned of a population, apart from it: it may be kept, and judge other records. Of
 * values it knows only those that many persons share, so that it tells of nobody in particular.
 *
 * @param name whose it is
 * @param records how many it was learned from
 * @param persons how many they were found to be
 * @param priors among so many records
 * @param values by field, the common values and the share of persons that have them
 * @param rest by field, the share of persons that have a value which is not common
 * @param aliases by field, common values that stand for each other
 */
public record Model(
    String name,
    int records,
    int persons,
    Priors priors,
    Parameters parameters,
    Map<Field, Map<String, Double>> values,
    Map<Field, Double> rest,
    Map<Field, List<Alias>> aliases)
    implements KnownFrequencies {
  private static final int COMMON = 10;

  /**
   * Two values that stand for each other.
   *
   * @param weight in nats
   */
  public record Alias(String a, String b, double weight) {}

  /**
   * What was learned from records.
   *
   * @param persons how many they were found to be
   */
  public static Model of(
      String name, Learned learned, Records records, int persons, Priors priors) {
    Map<Field, Map<String, Double>> values = new EnumMap<>(Field.class);
    Map<Field, Double> rest = new EnumMap<>(Field.class);
    Map<Field, List<Alias>> aliases = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      if (field.hasFrequencies()) {
        Map<Integer, String> common = new HashMap<>();
        Map<String, Double> shares = new HashMap<>();
        double others = 0;
        int count = 0;
        for (Term term : records.vocabulary().terms(field)) {
          double share = learned.frequencies().of(field.place(), term);
          if (share * persons >= COMMON) {
            common.put(term.ordinal(), term.text());
            shares.put(term.text(), share);
          } else {
            others += share;
            count++;
          }
        }
        values.put(field, shares);
        rest.put(field, count == 0 ? 1.0 / persons : others / count);
        aliases.put(field, learned.aliases().of(field, common));
      }
    }
    return new Model(
        name, records.count(), persons, priors, learned.parameters(), values, rest, aliases);
  }

  @Override
  public double persons(Field field) {
    return persons;
  }

  @Override
  public double persons(Field field, Term term) {
    double share =
        values
            .getOrDefault(field, Map.of())
            .getOrDefault(term.text(), rest.getOrDefault(field, 1.0 / persons));
    return share * persons;
  }

  /** The aliases in a vocabulary, to which they are added as far as they are new. */
  public Aliases aliases(Vocabulary vocabulary) {
    Aliases bound = new Aliases();
    aliases.forEach(
        (field, pairs) ->
            pairs.forEach(
                alias ->
                    bound.put(
                        field.place(),
                        Aliases.key(
                            vocabulary.intern(field, alias.a()).ordinal(),
                            vocabulary.intern(field, alias.b()).ordinal()),
                        alias.weight())));
    return bound;
  }

  /**
   * The priors when there are so many records, in which so many pairs were found to be one
   * person's: what was learned counts as well.
   */
  public Priors priors(int count, double pairsWithin) {
    double all = Priors.pairs(records) + Priors.pairs(count);
    double matches = (priors.matches() * Priors.pairs(records) + pairsWithin) / all;
    return new Priors(matches, priors.relatives() * matches / priors.matches());
  }

  /**
   * The priors of somebody who is looked up among so many records: he has as many of them, on the
   * average, as a record had others when the model was learned. Fewer records than those do not
   * make it more probable: whoever asks may ask for anybody.
   */
  public Priors priors(int count) {
    double share = Math.min(1, (double) records / Math.max(1, count));
    return new Priors(priors.matches() * share, priors.relatives() * share);
  }

  /** No values. */
  @Override
  public String toString() {
    return "Model " + name + " of " + records + " records";
  }
}
