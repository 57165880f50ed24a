package io.distributary.people;

import static io.distributary.people.Household.percent;

import java.util.List;
import java.util.SplittableRandom;

/** Writes down what was said of somebody, later, elsewhere, and not always right. */
final class Copyist {
  private static final String[][] LOOK_ALIKE = {
    {"m", "rn"},
    {"rn", "m"},
    {"l", "1"},
    {"o", "0"},
    {"0", "o"},
    {"1", "l"},
    {"5", "s"},
    {"s", "5"},
    {"8", "b"},
    {"cl", "d"}
  };
  private static final List<String> FORMAL =
      List.of(
          "robert",
          "william",
          "elizabeth",
          "margaret",
          "james",
          "richard",
          "thomas",
          "michael",
          "katherine",
          "edward",
          "joseph",
          "john",
          "patricia",
          "susan",
          "anthony",
          "daniel");
  private static final String[] FAMILIAR = {
    "bob", "bill", "liz", "peggy", "jim", "dick", "tom", "mike", "kate", "ted", "joe", "jack",
    "pat", "sue", "tony", "dan"
  };

  private final SplittableRandom random;

  Copyist(SplittableRandom random) {
    this.random = random;
  }

  Person copy(Person person) {
    return numbers(address(birth(names(person))));
  }

  private Person names(Person person) {
    String given = percent(8, random) ? familiar(person.given()) : person.given();
    given = percent(8, random) ? mistaken(given) : given;
    boolean married = person.female() && percent(6, random);
    String family = married ? Names.FAMILY.pick(random) : person.family();
    family = percent(10, random) ? mistaken(family) : family;
    String middle = percent(40, random) ? shortened(person.middle()) : person.middle();
    return percent(2, random)
        ? person.withNames(family, middle, given)
        : person.withNames(given, middle, family);
  }

  private static String familiar(String given) {
    int formal = FORMAL.indexOf(given);
    return formal >= 0 ? FAMILIAR[formal] : given;
  }

  private String shortened(String middle) {
    return middle.isEmpty() || random.nextBoolean() ? "" : middle.substring(0, 1);
  }

  private Person birth(Person person) {
    String date = person.birthDate();
    if (percent(6, random)) {
      date = date.substring(0, 5) + otherDigit(date.substring(5));
    }
    if (percent(2, random) && Integer.parseInt(date.substring(8)) <= 12) {
      date = date.substring(0, 5) + date.substring(8) + "-" + date.substring(5, 7);
    }
    date = percent(3, random) ? "" : date;
    return person.withBirth(date, percent(3, random) ? "" : person.gender());
  }

  private Person address(Person person) {
    Person.Address old = person.address();
    if (percent(22, random)) {
      Person.Address moved = Household.address(random);
      boolean nearby = random.nextInt(3) == 0;
      return person.withAddress(
          nearby
              ? new Person.Address(moved.line(), old.city(), old.postalCode(), old.state())
              : moved);
    }
    String line = percent(12, random) ? mistaken(old.line()) : old.line();
    return person.withAddress(
        new Person.Address(
            percent(8, random) ? "" : line,
            percent(5, random) ? mistaken(old.city()) : old.city(),
            percent(5, random) ? mistaken(old.postalCode()) : old.postalCode(),
            old.state()));
  }

  private Person numbers(Person person) {
    String phone = percent(4, random) ? mistaken(person.phone()) : person.phone();
    if (percent(35, random)) {
      phone = random.nextBoolean() ? "" : Household.phone(random);
    }
    String ssn = percent(4, random) ? mistaken(person.ssn()) : person.ssn();
    return person.withNumbers(
        phone, percent(35, random) ? "" : ssn, percent(50, random) ? "" : person.email());
  }

  /** One slip of the finger, or of the scanner. */
  private String mistaken(String text) {
    if (text.length() < 2) {
      return text;
    }
    if (percent(20, random)) {
      String[] pair = LOOK_ALIKE[random.nextInt(LOOK_ALIKE.length)];
      return text.replaceFirst(pair[0], pair[1]);
    }
    StringBuilder mistaken = new StringBuilder(text);
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> mistaken.setCharAt(at, like(text.charAt(at)));
      case 1 -> mistaken.insert(at, like(text.charAt(at)));
      case 2 -> mistaken.deleteCharAt(at);
      default -> {
        int next = Math.min(at + 1, text.length() - 1);
        mistaken.setCharAt(at, text.charAt(next));
        mistaken.setCharAt(next, text.charAt(at));
      }
    }
    return mistaken.toString();
  }

  private char like(char c) {
    return (char) (Character.isDigit(c) ? '0' + random.nextInt(10) : 'a' + random.nextInt(26));
  }

  private String otherDigit(String text) {
    StringBuilder other = new StringBuilder(text);
    int at = random.nextInt(text.length());
    while (!Character.isDigit(text.charAt(at))) {
      at = random.nextInt(text.length());
    }
    other.setCharAt(at, (char) ('0' + random.nextInt(10)));
    return other.toString();
  }
}
