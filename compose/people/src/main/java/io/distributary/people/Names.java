package io.distributary.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Names as often as they are given: the common ones of the United States, the most common first,
 * and a long tail of rare ones that are put together from syllables.
 */
final class Names {
  private static final String[] BEGINNINGS = {
    "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p", "r", "s",
    "sch", "st", "t", "th", "v", "w", "z"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ie", "ou"};
  private static final String[] ENDINGS = {
    "n", "r", "s", "t", "ck", "ll", "rd", "ns", "man", "son", "ski", "ton", "ley", "berg", "well",
    "ez", "ova", "sen"
  };

  static final Names FEMALE = new Names("female.txt", 1_500, 0.9);
  static final Names MALE = new Names("male.txt", 1_500, 0.9);
  static final Names FAMILY = new Names("family.txt", 40_000, 0.85);
  static final Names STREETS = new Names("family.txt", 8_000, 0.3);
  static final Names CITIES = new Names("family.txt", 1_500, 0.8);

  private final List<String> common;
  private final int count;
  private final double skew;

  private Names(String file, int count, double skew) {
    this.common = read(file);
    this.count = count;
    this.skew = skew;
  }

  private static List<String> read(String file) {
    try (InputStream lines = Objects.requireNonNull(Names.class.getResourceAsStream(file));
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them, by Zipf's law. */
  String pick(SplittableRandom random) {
    return name(rank(random));
  }

  /** A rank, from 0, the lower the more often. */
  int rank(SplittableRandom random) {
    double whole = Math.pow(count, 1 - skew) - 1;
    double rank = Math.pow(random.nextDouble() * whole + 1, 1 / (1 - skew)) - 1;
    return (int) Math.min(count - 1, rank);
  }

  String name(int rank) {
    return rank < common.size() ? common.get(rank) : rare(new SplittableRandom(rank));
  }

  private static String rare(SplittableRandom random) {
    StringBuilder name = new StringBuilder();
    int syllables = 1 + random.nextInt(2);
    for (int i = 0; i < syllables; i++) {
      name.append(one(BEGINNINGS, random)).append(one(VOWELS, random));
    }
    return name.append(one(ENDINGS, random)).toString();
  }

  private static String one(String[] parts, SplittableRandom random) {
    return parts[random.nextInt(parts.length)];
  }
}
