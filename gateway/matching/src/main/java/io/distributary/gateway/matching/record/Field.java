package io.distributary.gateway.matching.record;

import java.util.List;
import java.util.Set;

/**
 * What two records are compared by. Each comparison of a field ends in one of its levels, or in
 * {@link #MISSING}; the first level is equality, the last is that nothing is alike.
 *
 * <p>What is said here of a field is known beforehand, of people in general: how often records of
 * one person reach a level (the beginning of every training, and all there is where a field has not
 * been seen), and the chance that two relatives share a value for that reason alone.
 */
public enum Field {
  GIVEN(
      "given",
      Kind.NAME,
      Group.NAME,
      0.02,
      level("the same", 0.74),
      level("nearly the same", 0.08),
      level("short or familiar form", 0.06),
      level("alike in sound or letters", 0.03),
      level("a middle name of the other", 0.02),
      level("another, same initial", 0.02),
      level("another", 0.05)),
  FAMILY(
      "family",
      Kind.NAME,
      Group.NAME,
      0.85,
      level("the same", 0.80),
      level("nearly the same", 0.08),
      level("part of a double name", 0.02),
      level("alike in sound or letters", 0.03),
      level("another name of the other", 0.02),
      level("another", 0.05)),
  /** Has no value of its own: how given and family names were laid on each other. */
  NAME_ORDER(
      "nameOrder",
      Kind.NONE,
      Group.NAME,
      0,
      level("straight", 0.95),
      level("swapped", 0.03),
      level("one name in the other's place", 0.02)),
  MIDDLE(
      "middle",
      Kind.NAME,
      Group.NAME,
      0.05,
      level("one in common", 0.75),
      level("nearly one in common", 0.10),
      level("others", 0.15)),
  BIRTH_DATE(
      "birthDate",
      Kind.DAY,
      Group.BIRTH_DATE,
      0.01,
      level("the same", 0.80),
      level("day and month swapped", 0.01),
      level("one digit, or two neighbours exchanged", 0.07),
      level("two parts the same", 0.03),
      level("same year, or two digits", 0.02),
      level("a year apart, or one digit of it", 0.01),
      level("same year, one without day and month", 0.01),
      level("years near, both without day and month", 0.01),
      level("another", 0.04)),
  GENDER("gender", Kind.CODE, Group.GENDER, 0, level("the same", 0.96), level("another", 0.04)),
  SSN(
      "ssn",
      Kind.NUMBER,
      Group.SSN,
      0.002,
      level("the same", 0.90),
      level("one digit", 0.05),
      level("another", 0.05)),
  /** Compared only with identifiers of the same system. */
  IDENTIFIER(
      "identifier",
      Kind.IDENTIFIER,
      Group.IDENTIFIER,
      0.002,
      level("the same", 0.90),
      level("one digit", 0.05),
      level("another", 0.05)),
  STREET_NUMBER(
      "streetNumber",
      Kind.NUMBER,
      Group.ADDRESS,
      0.9,
      level("the same", 0.85),
      level("one digit", 0.06),
      level("another", 0.09)),
  LINE("line", Kind.WORDS, Group.ADDRESS, 0.9, Level.ofWords(0.75, 0.12, 0.05, 0.08)),
  LINE2("line2", Kind.WORDS, Group.ADDRESS, 0.9, Level.ofWords(0.75, 0.12, 0.05, 0.08)),
  CITY("city", Kind.WORDS, Group.ADDRESS, 0.95, Level.ofWords(0.75, 0.10, 0.05, 0.10)),
  STATE("state", Kind.CODE, Group.ADDRESS, 0.97, level("the same", 0.92), level("another", 0.08)),
  POSTAL_CODE(
      "postalCode",
      Kind.CODE,
      Group.ADDRESS,
      0.95,
      level("the same", 0.75),
      level("one character", 0.08),
      level("first half the same", 0.05),
      level("two characters the same", 0.02),
      level("another", 0.10)),
  COUNTRY(
      "country", Kind.CODE, Group.ADDRESS, 0.99, level("the same", 0.97), level("another", 0.03)),
  PHONE(
      "phone",
      Kind.NUMBER,
      Group.PHONE,
      0.5,
      level("the same", 0.75),
      level("last seven, or all but one digit", 0.08),
      level("another", 0.17)),
  EMAIL(
      "email",
      Kind.EMAIL,
      Group.NAME,
      0.1,
      level("the same", 0.75),
      level("nearly the same", 0.08),
      level("alike, or same name before the @", 0.05),
      level("another", 0.12)),
  BIRTH_PLACE("birthPlace", Kind.WORDS, Group.ADDRESS, 0.5, Level.ofWords(0.75, 0.08, 0.05, 0.12)),
  OCCUPATION(
      "occupation",
      Kind.CODE,
      Group.OCCUPATION,
      0.1,
      level("the same", 0.75),
      level("another", 0.25));

  /** One of the two records says nothing. */
  public static final int MISSING = 0;

  /** Equality, at every field. */
  public static final int SAME = 1;

  private static final Field[] ALL = values();

  /** How many there are. */
  public static final int COUNT = ALL.length;

  private static final Set<Field> WITHOUT_FREQUENCIES = Set.of(NAME_ORDER, MIDDLE);

  private final String word;
  private final Kind kind;
  private final Group group;
  private final double sharedByRelatives;
  private final List<Level> levels;

  Field(String word, Kind kind, Group group, double sharedByRelatives, Level... levels) {
    this.word = word;
    this.kind = kind;
    this.group = group;
    this.sharedByRelatives = sharedByRelatives;
    this.levels = List.of(levels);
  }

  private static Level level(String words, double commonness) {
    return new Level(words, commonness);
  }

  /** By its place, without a copy of {@link #values()}. */
  public static Field at(int place) {
    return ALL[place];
  }

  /** Where it stands in rows and tables, from 0. */
  @SuppressWarnings("EnumOrdinal") // rows and tables live no longer than the program
  public int place() {
    return ordinal();
  }

  /** As users see it. */
  public String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }

  /**
   * The fields that go together with it in people: what agrees in one tends to agree in the others.
   */
  public Group group() {
    return group;
  }

  /** The chance that two relatives share a value because they are relatives; 0 to 1. */
  public double sharedByRelatives() {
    return sharedByRelatives;
  }

  /** The levels of a comparison, the first of which is number {@link #SAME}. */
  public List<Level> levels() {
    return levels;
  }

  /** The level at which nothing is alike. */
  public int another() {
    return levels.size();
  }

  /** How many levels there are, {@link #MISSING} among them: arrays by level have this length. */
  public int levelCount() {
    return levels.size() + 1;
  }

  /** Whether a rare value that agrees says more than a common one. */
  public boolean hasFrequencies() {
    return !WITHOUT_FREQUENCIES.contains(this);
  }

  /** What fields go together in people. */
  public enum Group {
    NAME,
    BIRTH_DATE,
    GENDER,
    SSN,
    IDENTIFIER,
    ADDRESS,
    PHONE,
    OCCUPATION
  }

  /**
   * How alike two values are.
   *
   * @param words as users see it
   * @param commonness how often records of one person are so alike; all levels of a field together
   *     1
   */
  public record Level(String words, double commonness) {
    private static Level[] ofWords(double same, double near, double alike, double another) {
      return new Level[] {
        new Level("the same", same),
        new Level("nearly the same, or part of the other", near),
        new Level("alike in sound, letters or a word", alike),
        new Level("another", another)
      };
    }
  }
}
