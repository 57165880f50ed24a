package io.distributary.people;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written of somebody; an empty text where nothing is. */
record Person(
    boolean female,
    String given,
    String middle,
    String family,
    String birthDate,
    String gender,
    Address address,
    String phone,
    String ssn,
    String email) {

  /** Where somebody lives. */
  record Address(String line, String city, String postalCode, String state) {}

  Person withNames(String given, String middle, String family) {
    return new Person(female, given, middle, family, birthDate, gender, address, phone, ssn, email);
  }

  Person withBirth(String birthDate, String gender) {
    return new Person(female, given, middle, family, birthDate, gender, address, phone, ssn, email);
  }

  Person withAddress(Address address) {
    return new Person(female, given, middle, family, birthDate, gender, address, phone, ssn, email);
  }

  Person withNumbers(String phone, String ssn, String email) {
    return new Person(female, given, middle, family, birthDate, gender, address, phone, ssn, email);
  }

  /** What is there, each under its word. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("given", given);
    values.put("middle", middle);
    values.put("family", family);
    values.put("birthDate", birthDate);
    values.put("gender", gender);
    values.put("line", address.line());
    values.put("city", address.city());
    values.put("postalCode", address.postalCode());
    values.put("state", address.state());
    values.put("phone", phone);
    values.put("ssn", ssn);
    values.put("email", email);
    values.values().removeIf(String::isBlank);
    return Collections.unmodifiableMap(values);
  }
}
