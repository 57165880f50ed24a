package io.distributary.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A few people who live together, or next door; always the same number of them. */
record Household(List<Person> records) {
  static final int PERSONS = 6;

  private static final String[] KINDS = {"street", "road", "avenue", "lane", "drive", "court"};
  private static final String[] STATES = {"ca", "tx", "fl", "ny", "pa", "il", "oh", "ga"};
  private static final String[] HOSTS = {"mail.com", "post.net", "inbox.org", "web.us"};
  private static final LocalDate OLDEST = LocalDate.of(1930, 1, 1);
  private static final int DAYS = 34_000;

  static Household of(SplittableRandom random) {
    List<Person> people = new ArrayList<>();
    while (people.size() < PERSONS) {
      int size = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(5);
      people.addAll(family(Math.min(size, PERSONS - people.size()), random));
    }
    return new Household(people);
  }

  /** Parents first, then children, some of them twins, some named like their father. */
  private static List<Person> family(int size, SplittableRandom random) {
    String family = Names.FAMILY.pick(random);
    Person.Address address = address(random);
    String phone = phone(random);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Person person = member(family, address, phone, random);
      Person first = i == 0 ? person : people.get(0);
      Person last = i == 0 ? person : people.get(i - 1);
      if (i >= 3 && percent(4, random)) {
        person = person.withBirth(last.birthDate(), person.gender());
      }
      if (i == 2 && !person.female() && !first.female() && percent(6, random)) {
        person = person.withNames(first.given(), person.middle(), person.family());
      }
      people.add(person);
    }
    return people;
  }

  private static Person member(
      String family, Person.Address address, String phone, SplittableRandom random) {
    boolean female = random.nextBoolean();
    Names names = female ? Names.FEMALE : Names.MALE;
    String given = names.pick(random);
    String own = percent(88, random) ? family : Names.FAMILY.pick(random);
    return new Person(
        female,
        given,
        percent(60, random) ? names.pick(random) : "",
        own,
        OLDEST.plusDays(random.nextInt(DAYS)).toString(),
        female ? "female" : "male",
        address,
        percent(60, random) ? phone : phone(random),
        percent(60, random) ? ssn(random) : "",
        percent(40, random) ? email(given, own, random) : "");
  }

  static boolean percent(int chance, SplittableRandom random) {
    return random.nextInt(100) < chance;
  }

  static Person.Address address(SplittableRandom random) {
    int city = Names.CITIES.rank(random);
    String line =
        (1 + random.nextInt(200))
            + " "
            + Names.STREETS.pick(random)
            + " "
            + KINDS[random.nextInt(KINDS.length)];
    return new Person.Address(
        line,
        Names.CITIES.name(city) + "ville",
        String.format(Locale.ROOT, "%05d", 10_000 + (city * 47 + random.nextInt(4)) % 89_000),
        STATES[city % STATES.length]);
  }

  static String phone(SplittableRandom random) {
    return String.format(
        Locale.ROOT, "%03d%07d", 200 + random.nextInt(700), random.nextInt(10_000_000));
  }

  private static String ssn(SplittableRandom random) {
    return String.valueOf(100_000_000 + random.nextInt(799_999_999));
  }

  private static String email(String given, String family, SplittableRandom random) {
    return given.charAt(0)
        + family
        + (10 + random.nextInt(90))
        + "@"
        + HOSTS[random.nextInt(HOSTS.length)];
  }
}
