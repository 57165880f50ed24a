package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.schemas.fhir.Code;
import io.distributary.schemas.fhir.Codes;
import io.distributary.schemas.fhir.FhirDate;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One flat document for each resource. Every field but the first four and {@code deleted} is a
 * list, absent when empty; what is searched how stands in {@code mappings.json}.
 *
 * <ul>
 *   <li>{@code type id key source deleted}; {@code version updated hash}
 *   <li>{@code codes} ({@code system|code}), {@code codeValues} (without the system), {@code
 *       displays}
 *   <li>{@code date}: the {@link ClinicalDate}; {@code dates}: every date; each the first moment
 *       that it can mean
 *   <li>{@code text}: whatever people wrote for people
 *   <li>who and where: see {@link PeopleFields}
 * </ul>
 *
 * A tombstone keeps the first line only. Nothing is ever refused: Elasticsearch skips single values
 * that it cannot index.
 */
final class ElasticsearchProjection implements Projection<ElasticsearchDocument> {
  private static final int VERSION = 2;

  /** Of the texts of one document, in characters; what follows is not found by full text. */
  static final int LONGEST_TEXT = 200_000;

  private static final Set<String> WRITTEN_FOR_PEOPLE =
      Set.of(
          "alias",
          "city",
          "comment",
          "conclusion",
          "description",
          "display",
          "family",
          "given",
          "line",
          "name",
          "patientInstruction",
          "publisher",
          "text",
          "title",
          "valueMarkdown",
          "valueString");

  private final PeopleFields people = new PeopleFields();

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }

  @Override
  public Optional<ElasticsearchDocument> project(Event event) {
    Fields fields = new Fields();
    fields
        .put("type", event.id().type())
        .put("id", event.id().id())
        .put("key", event.key().toString())
        .put("source", event.source())
        .put("deleted", event.deleted());
    if (!event.deleted()) {
      content(event.resource(), fields);
    }
    return Optional.of(ElasticsearchDocument.of(event, fields.map()));
  }

  @Override
  public String hash(ElasticsearchDocument projected) {
    return projected.hash();
  }

  private void content(Resource resource, Fields fields) {
    List<Code> codes = Codes.of(resource.tree());
    fields.put("codes", codes.stream().map(Code::token));
    fields.put("codeValues", codes.stream().map(Code::code));
    fields.put("displays", codes.stream().flatMap(code -> code.display().stream()));
    List<Leaf> leaves = Leaf.of(resource.tree());
    fields.put(
        "date",
        ClinicalDate.of(resource).map(ClinicalDate::earliest).map(Instant::toString).stream());
    fields.put("dates", dates(leaves));
    fields.putUpTo(LONGEST_TEXT, "text", texts(leaves));
    people.put(resource, fields);
  }

  private static Stream<String> dates(List<Leaf> leaves) {
    return leaves.stream()
        .filter(leaf -> leaf.beginsWithDigit() && FhirDate.isDateElement(leaf.name()))
        .flatMap(leaf -> FhirDate.earliest(leaf.text()).stream())
        .map(Instant::toString);
  }

  private static Stream<String> texts(List<Leaf> leaves) {
    return leaves.stream().flatMap(ElasticsearchProjection::text);
  }

  private static Stream<String> text(Leaf leaf) {
    if (leaf.name().equals("div")) {
      return Stream.of(Narrative.plain(leaf.text()));
    }
    return WRITTEN_FOR_PEOPLE.contains(leaf.name()) ? Stream.of(leaf.text()) : Stream.empty();
  }
}
