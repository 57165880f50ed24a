package io.distributary.sinks.neo4j;

import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.schemas.fhir.Code;
import io.distributary.schemas.fhir.Codes;
import io.distributary.schemas.fhir.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to see on a node. Every value is one text, whether the element is absent,
 * single or repeated: an array where others have a text would break the queries written for them.
 */
final class DisplayProperties {
  /** Where a resource says what it is about; the first that it has is taken. */
  private static final List<String> CODED =
      List.of("code", "vaccineCode", "medicationCodeableConcept", "type", "category");

  private DisplayProperties() {}

  static Map<String, String> of(Resource resource) {
    Map<String, String> found = new TreeMap<>();
    put(found, "name", name(resource));
    put(found, "status", first(resource, "status", "clinicalStatus.coding.code"));
    put(found, "class", resource.text("class.code"));
    put(found, "gender", resource.text("gender"));
    put(found, "birthDate", resource.text("birthDate"));
    put(found, "date", ClinicalDate.of(resource).map(ClinicalDate::text));
    putCode(found, resource);
    return found;
  }

  private static void put(Map<String, String> found, String name, Optional<String> value) {
    value.ifPresent(text -> found.put(name, text));
  }

  private static Optional<String> first(Resource resource, String... paths) {
    return Stream.of(paths).flatMap(path -> resource.text(path).stream()).findFirst();
  }

  private static Optional<String> name(Resource resource) {
    return resource
        .values("name")
        .flatMap(value -> name(value).stream())
        .findFirst()
        .or(() -> resource.text("deviceName.name"));
  }

  /** A HumanName, or the plain text that organisations and places have. */
  private static Optional<String> name(Object value) {
    if (value instanceof String text) {
      return Optional.of(text);
    }
    if (!(value instanceof Map<?, ?> name)) {
      return Optional.empty();
    }
    if (name.get("text") instanceof String text) {
      return Optional.of(text);
    }
    String joined =
        Stream.concat(texts(name.get("given")), texts(name.get("family")))
            .collect(Collectors.joining(" "));
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  private static Stream<String> texts(@Nullable Object value) {
    Stream<?> values = value instanceof List<?> list ? list.stream() : Stream.ofNullable(value);
    return values.filter(String.class::isInstance).map(String.class::cast);
  }

  private static void putCode(Map<String, String> found, Resource resource) {
    List<Code> codes = Codes.of(resource.tree());
    for (String element : CODED) {
      Optional<Code> code =
          codes.stream().filter(c -> c.path().equals(element + ".coding")).findFirst();
      Optional<String> display =
          resource.text(element + ".text").or(() -> code.flatMap(Code::display));
      if (code.isPresent() || display.isPresent()) {
        put(found, "code", code.map(Code::token));
        put(found, "display", display);
        return;
      }
    }
  }
}
