package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a resource is found by: codes, dates and texts, collected in one walk. */
record SearchTexts(
    Set<String> codes,
    Set<String> codeValues,
    Set<String> displays,
    Set<String> dates,
    Set<String> text,
    Set<String> identifiers,
    Set<String> identifierValues) {
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
          "publisher",
          "text",
          "title",
          "valueString");

  static SearchTexts of(JsonNode resource) {
    SearchTexts texts =
        new SearchTexts(
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    texts.collect("", resource);
    for (JsonNode identifier : resource.path("identifier")) {
      String value = identifier.path("value").asText();
      texts.identifiers.add(identifier.path("system").asText() + "|" + value);
      texts.identifierValues.add(value);
    }
    return texts;
  }

  private void collect(String name, JsonNode node) {
    if (node.isTextual()) {
      collectText(name, node.textValue());
    } else if (node.isArray()) {
      node.forEach(item -> collect(name, item));
    } else if (node.isObject() && !name.equals("meta")) {
      collectCode(node);
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        collect(field.getKey(), field.getValue());
      }
    }
  }

  private void collectText(String name, String value) {
    if (WRITTEN_FOR_PEOPLE.contains(name)) {
      text.add(value);
    } else if (name.equals("div")) {
      text.add(value.replaceAll("<[^>]*>", " "));
    } else if (isDate(name)) {
      dates.add(value);
    }
  }

  private static boolean isDate(String name) {
    return name.endsWith("Date")
        || name.endsWith("DateTime")
        || name.equals("start")
        || name.equals("end")
        || name.equals("issued")
        || name.equals("recorded")
        || name.equals("authoredOn")
        || name.equals("created")
        || name.equals("date");
  }

  private void collectCode(JsonNode node) {
    JsonNode code = node.path("code");
    JsonNode system = node.path("system");
    if (code.isTextual() && !node.has("value") && (system.isTextual() || node.has("display"))) {
      codes.add(system.asText() + "|" + code.textValue());
      codeValues.add(code.textValue());
      if (node.path("display").isTextual()) {
        displays.add(node.path("display").textValue());
      }
    }
  }

  /** Nothing of the content. */
  @Override
  public String toString() {
    return codes.size() + " codes";
  }
}
