package io.distributary.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private final Names names = new Names();

  @Test
  void fullUrlOfTheSameBundleBecomesLiteral() {
    // Given
    Entry patient = entry("urn:uuid:1", Map.of("resourceType", "Patient", "id", "p"));

    // When
    Resolver.Resolved resolved = resolve(List.of(patient), "urn:uuid:1");

    // Then
    assertThat(resolved.tree()).isEqualTo(subject("Patient/p"));
  }

  @Test
  void fullUrlOfAnotherFileBecomesLiteral() {
    names.add(entry("urn:uuid:2", Map.of("resourceType", "Organization", "id", "o")));

    assertThat(resolve(List.of(), "urn:uuid:2").tree()).isEqualTo(subject("Organization/o"));
  }

  @Test
  void ownBundleComesBeforeOtherFiles() {
    names.add(entry("urn:uuid:1", Map.of("resourceType", "Patient", "id", "elsewhere")));
    Entry here = entry("urn:uuid:1", Map.of("resourceType", "Patient", "id", "here"));

    assertThat(resolve(List.of(here), "urn:uuid:1").tree()).isEqualTo(subject("Patient/here"));
  }

  @Test
  void firstOfTwoWithOneIdentifierHasIt() {
    names.add(identified("Practitioner", "a", "http://npi", "7"));
    names.add(identified("Practitioner", "b", "http://npi", "7"));

    assertThat(resolve(List.of(), "Practitioner?identifier=http://npi|7").tree())
        .isEqualTo(subject("Practitioner/a"));
  }

  @Test
  void identifierOfAnotherTypeIsNotTheSame() {
    names.add(identified("Organization", "a", "http://npi", "7"));

    assertThat(resolve(List.of(), "Practitioner?identifier=http://npi|7").unresolved())
        .containsExactly("Practitioner");
  }

  @Test
  void identifierWithoutSystemIsFoundByAnEmptyOne() {
    names.add(
        new Entry(
            Optional.empty(),
            Optional.of(
                Map.of(
                    "resourceType", "Patient",
                    "id", "p",
                    "identifier", List.of(Map.of("value", "7"))))));

    assertThat(resolve(List.of(), "Patient?identifier=|7").tree()).isEqualTo(subject("Patient/p"));
  }

  @Test
  void otherReferencesStayAsTheyAre() {
    for (String reference :
        List.of("Patient/x", "#1", "urn:uuid:nobody", "http://elsewhere/Patient/1", "")) {
      Resolver.Resolved resolved = resolve(List.of(), reference);

      assertThat(resolved.tree()).isEqualTo(subject(reference));
      assertThat(resolved.unresolved()).isEmpty();
    }
  }

  private Resolver.Resolved resolve(List<Entry> document, String reference) {
    return new Resolver(document, names).resolve(subject(reference));
  }

  private static Map<String, Object> subject(String reference) {
    return Map.of("resourceType", "Condition", "subject", Map.of("reference", reference));
  }

  private static Entry entry(String fullUrl, Map<String, Object> tree) {
    return new Entry(Optional.of(fullUrl), Optional.of(tree));
  }

  private static Entry identified(String type, String id, String system, String value) {
    return new Entry(
        Optional.empty(),
        Optional.of(
            Map.of(
                "resourceType", type,
                "id", id,
                "identifier", List.of(Map.of("system", system, "value", value)))));
  }
}
