package io.distributary.sinks.elasticsearch;

import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.count;
import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.flat;
import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.notAllowed;
import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.object;
import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.words;

import io.distributary.sink.InvalidQueryException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code highlight} of a search: Elasticsearch makes it for all hits before it sends the first,
 * so its length is bounded by what is asked for.
 */
final class HighlightGate {
  /** What a field may say for itself, and the whole for all fields. */
  private static final Set<String> OPTIONS =
      words(
          "encoder fragment_size no_match_size number_of_fragments order post_tags pre_tags"
              + " require_field_match type");

  private static final String FIELDS = "fields";
  private static final int MOST_FIELDS = 20;
  private static final int MOST_TAGS = 10;
  private static final int LONGEST_TAG = 100;

  /** Characters of one field: fragments times their size. */
  private static final int MOST_CHARACTERS = 10_000;

  /** What Elasticsearch takes when nothing is said. */
  private static final int USUAL_FRAGMENTS = 5;

  private static final int USUAL_SIZE = 100;

  private HighlightGate() {}

  static void check(@Nullable Object highlight, String path) throws InvalidQueryException {
    Map<?, ?> whole = object(highlight, path);
    options(whole, path, Map.of());
    for (Object name : whole.keySet()) {
      if (!OPTIONS.contains(name) && !name.equals(FIELDS)) {
        throw notAllowed((String) name, path, OPTIONS, Set.of(FIELDS));
      }
    }
    fields(whole.get(FIELDS), path + "." + FIELDS, whole);
  }

  /** An object by field, or a list of such objects. */
  private static void fields(@Nullable Object fields, String path, Map<?, ?> whole)
      throws InvalidQueryException {
    int seen = 0;
    for (Object item : fields instanceof List<?> list ? list : Collections.singletonList(fields)) {
      for (Map.Entry<?, ?> field : (item == null ? Map.of() : object(item, path)).entrySet()) {
        require(++seen <= MOST_FIELDS, path, "may have 20 fields at most");
        field(field.getValue(), path + "." + field.getKey(), whole);
      }
    }
  }

  private static void field(@Nullable Object value, String path, Map<?, ?> whole)
      throws InvalidQueryException {
    Map<?, ?> field = object(value, path);
    for (Object name : field.keySet()) {
      if (!OPTIONS.contains(name)) {
        throw notAllowed((String) name, path, OPTIONS);
      }
    }
    options(field, path, whole);
  }

  private static void options(Map<?, ?> options, String path, Map<?, ?> otherwise)
      throws InvalidQueryException {
    for (Map.Entry<?, ?> option : options.entrySet()) {
      if (OPTIONS.contains(option.getKey())) {
        flat(option.getValue(), path + "." + option.getKey(), 0);
      }
    }
    tags(options.get("pre_tags"), path + ".pre_tags");
    tags(options.get("post_tags"), path + ".post_tags");
    long fragments = number("number_of_fragments", options, otherwise, path, USUAL_FRAGMENTS);
    long size = number("fragment_size", options, otherwise, path, USUAL_SIZE);
    long characters = Math.max(1, fragments) * Math.max(1, size);
    require(characters <= MOST_CHARACTERS, path, "number_of_fragments times fragment_size may be 10,000 at most");
    long withoutMatch = number("no_match_size", options, otherwise, path, 0);
    require(withoutMatch <= MOST_CHARACTERS, path, "no_match_size may be 10,000 at most");
  }

  private static long number(
      String name, Map<?, ?> options, Map<?, ?> otherwise, String path, int usual)
      throws InvalidQueryException {
    Object said = options.containsKey(name) ? options.get(name) : otherwise.get(name);
    return said == null ? usual : count(said, path + "." + name);
  }

  private static void tags(@Nullable Object tags, String path) throws InvalidQueryException {
    List<?> all = tags instanceof List<?> list ? list : Collections.singletonList(tags);
    require(all.size() <= MOST_TAGS, path, "may have 10 tags at most");
    for (Object tag : all) {
      require(
          tag == null || tag instanceof String text && text.length() <= LONGEST_TAG,
          path,
          "a tag may have 100 characters at most");
    }
  }

  private static void require(boolean right, String path, String otherwise)
      throws InvalidQueryException {
    if (!right) {
      throw new InvalidQueryException(path + ": " + otherwise);
    }
  }
}
