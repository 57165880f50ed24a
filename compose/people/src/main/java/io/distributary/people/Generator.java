package io.distributary.people;

import java.util.Map;
import java.util.SplittableRandom;

/**
 * A population of people who live in households, with twins, namesakes, people who have moved or
 * married, and of the records that careless sources keep of them. The same seed makes the same
 * records; each is made when it is asked for, so that there may be any number of them. May be used
 * by several threads.
 *
 * <p>Four records in five are of different persons; the others are further records of some of them,
 * with errors. Their order says nothing.
 */
public final class Generator {
  /** Records of different persons, in tenths. */
  private static final int FIRST_TENTHS = 8;

  private static final long COPIES = 1L << 40;
  private static final long HOUSEHOLDS = 1L << 41;

  private final long seed;
  private final int records;
  private final int persons;
  private final Shuffle shuffle;

  /**
   * @param records how many; at least 10
   */
  public Generator(long seed, int records) {
    if (records < 10) {
      throw new IllegalArgumentException("Fewer than 10 records");
    }
    this.seed = seed;
    this.records = records;
    this.persons = (int) (records * (long) FIRST_TENTHS / 10);
    this.shuffle = new Shuffle(seed, records);
  }

  /** How many there are. */
  public int records() {
    return records;
  }

  /**
   * The truth: whose record it is.
   *
   * @param record its number, from 0
   */
  public int person(int record) {
    int place = shuffle.place(record);
    return place < persons ? place : copyRandom(place).nextInt(persons);
  }

  private SplittableRandom copyRandom(int place) {
    return new SplittableRandom(seed ^ Shuffle.mix(COPIES + place));
  }

  /**
   * What a record says, under the words {@code given middle family birthDate gender line city
   * postalCode state phone ssn email}, in this order; what it does not say is missing.
   *
   * @param record its number, from 0
   */
  public Map<String, String> record(int record) {
    int place = shuffle.place(record);
    if (place < persons) {
      return household(place).records().get(place % Household.PERSONS).values();
    }
    SplittableRandom random = copyRandom(place);
    int person = random.nextInt(persons);
    return new Copyist(random)
        .copy(household(person).records().get(person % Household.PERSONS))
        .values();
  }

  private Household household(int person) {
    return Household.of(
        new SplittableRandom(seed ^ Shuffle.mix(HOUSEHOLDS + person / Household.PERSONS)));
  }
}
