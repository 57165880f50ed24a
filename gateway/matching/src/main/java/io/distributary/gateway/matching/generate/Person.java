package io.distributary.gateway.matching.generate;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;

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

  PatientRecord record(String id) {
    return PatientRecord.builder(id)
        .with(Attribute.GIVEN, given)
        .with(Attribute.MIDDLE, middle)
        .with(Attribute.FAMILY, family)
        .with(Attribute.BIRTH_DATE, birthDate)
        .with(Attribute.GENDER, gender)
        .with(Attribute.LINE, address.line())
        .with(Attribute.CITY, address.city())
        .with(Attribute.POSTAL_CODE, address.postalCode())
        .with(Attribute.STATE, address.state())
        .with(Attribute.PHONE, phone)
        .with(Attribute.SSN, ssn)
        .with(Attribute.EMAIL, email)
        .build();
  }
}
