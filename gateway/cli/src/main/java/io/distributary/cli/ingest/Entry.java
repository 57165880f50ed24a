package io.distributary.cli.ingest;

import io.distributary.schemas.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One resource of a file.
 *
 * @param fullUrl the name that others in its Bundle use for it; empty when there is none
 * @param resource its tree; empty when the entry has none
 */
record Entry(Optional<String> fullUrl, Optional<Map<String, @Nullable Object>> resource) {

  /** The entries of a Bundle of whatever type; any other resource is one entry. */
  static List<Entry> of(Map<String, @Nullable Object> document) {
    if (!"Bundle".equals(document.get("resourceType"))) {
      return List.of(new Entry(Optional.empty(), Optional.of(document)));
    }
    List<Entry> entries = new ArrayList<>();
    if (document.get("entry") instanceof List<?> list) {
      list.forEach(entry -> entries.add(entry(entry)));
    }
    return entries;
  }

  private static Entry entry(@Nullable Object node) {
    if (!(node instanceof Map<?, ?> entry)) {
      return new Entry(Optional.empty(), Optional.empty());
    }
    Optional<String> fullUrl =
        entry.get("fullUrl") instanceof String url ? Optional.of(url) : Optional.empty();
    return new Entry(fullUrl, tree(entry.get("resource")));
  }

  @SuppressWarnings("unchecked") // every map of a JSON tree has texts as keys
  private static Optional<Map<String, @Nullable Object>> tree(@Nullable Object node) {
    return node instanceof Map<?, ?> map
        ? Optional.of((Map<String, @Nullable Object>) map)
        : Optional.empty();
  }

  /** Its own {@code Type/id}; empty when either is missing or is none. */
  Optional<ResourceId> id() {
    return resource.flatMap(
        tree ->
            tree.get("resourceType") instanceof String type && tree.get("id") instanceof String id
                ? ResourceId.tryParse(type + "/" + id)
                : Optional.empty());
  }

  /** What of {@link #id} is missing or of another form, for messages. */
  String lacking() {
    boolean typed =
        resource.map(tree -> tree.get("resourceType")).orElse(null) instanceof String type
            && ResourceId.isType(type);
    boolean named =
        resource.map(tree -> tree.get("id")).orElse(null) instanceof String id
            && ResourceId.isId(id);
    String what = typed ? "id" : named ? "resourceType" : "resourceType and no id";
    return what + " of FHIR's form";
  }

  /** The type as far as it is known, for messages. */
  String type() {
    Object type = resource.map(tree -> tree.get("resourceType")).orElse(null);
    return type instanceof String text && ResourceId.isType(text) ? text : "an entry";
  }

  /**
   * The identifiers that have a value: {@code system|value}, with an empty system if it has none.
   */
  List<String> identifiers() {
    List<String> found = new ArrayList<>();
    Object identifiers = resource.map(tree -> tree.get("identifier")).orElse(null);
    List<?> list = identifiers instanceof List<?> several ? several : List.of();
    for (Object item : list) {
      if (item instanceof Map<?, ?> identifier && identifier.get("value") instanceof String value) {
        Object system = identifier.get("system");
        found.add((system instanceof String text ? text : "") + "|" + value);
      }
    }
    return found;
  }
}
