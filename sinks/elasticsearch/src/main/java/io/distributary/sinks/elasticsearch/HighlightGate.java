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
 * The {@code highlight} of a search. Elasticsearch makes it for every hit before it sends the
 * first, so what it could come to is bounded: hits times fields times characters, with a tag before
 * and behind every second one of these.
 */
final class HighlightGate {
  private static final Set<String> OPTIONS =
      words(
          "encoder fragment_size no_match_size number_of_fragments order post_tags pre_tags"
              + " require_field_match type");

  private static final String FIELDS = "fields";
  private static final int LONGEST_TAG = 100;
  private static final int MOST_TAGS = 10;
  private static final long MOST_CHARACTERS = 100_000_000;

  /** Elasticsearch's own, with {@code <em>} and {@code </em>}. */
  private static final int USUAL_FRAGMENTS = 5;

  private static final int USUAL_SIZE = 100;
  private static final int USUAL_TAG = 5;

  /** A pattern stands for as many fields as this view has of text, about. */
  private static final int FIELDS_OF_A_PATTERN = 20;

  private HighlightGate() {}

  /**
   * @param hits of the answer at most
   */
  static void check(@Nullable Object highlight, int hits) throws InvalidQueryException {
    Map<?, ?> whole = object(highlight, "highlight");
    for (Object name : whole.keySet()) {
      if (!name.equals(FIELDS)) {
        option((String) name, whole.get(name), "highlight");
      }
    }
    long characters = 0;
    Object fields = whole.get(FIELDS);
    for (Object item : fields instanceof List<?> list ? list : Collections.singletonList(fields)) {
      characters += item == null ? 0 : fields(object(item, "highlight.fields"), whole);
      characters = Math.min(characters, MOST_CHARACTERS + 1); // times hits it stays a long
    }
    if (characters * hits > MOST_CHARACTERS) {
      throw new InvalidQueryException(
          "highlight: could come to more than 100,000,000 characters; give a smaller size of hits,"
              + " fewer fields, smaller fragments or shorter tags");
    }
  }

  private static long fields(Map<?, ?> fields, Map<?, ?> whole) throws InvalidQueryException {
    long characters = 0;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String path = "highlight.fields." + field.getKey();
      Map<?, ?> options = object(field.getValue(), path);
      for (Map.Entry<?, ?> option : options.entrySet()) {
        option((String) option.getKey(), option.getValue(), path);
      }
      int matched = field.getKey().toString().contains("*") ? FIELDS_OF_A_PATTERN : 1;
      characters += matched * new Field(options, whole, path).characters();
    }
    return characters;
  }

  private static void option(String name, @Nullable Object value, String path)
      throws InvalidQueryException {
    if (!OPTIONS.contains(name)) {
      throw notAllowed(name, path, OPTIONS);
    }
    flat(value, path + "." + name, 0);
  }

  /** What is said of a field, by itself or for all of them. */
  private record Field(Map<?, ?> own, Map<?, ?> whole, String path) {
    /** What one hit can get of it. */
    long characters() throws InvalidQueryException {
      long fragments = aboveZero("number_of_fragments", USUAL_FRAGMENTS);
      long size = aboveZero("fragment_size", USUAL_SIZE);
      Object none = said("no_match_size");
      long withoutMatch = none == null ? 0 : count(none, path + ".no_match_size");
      long tags = longest("pre_tags") + longest("post_tags");
      return Math.max(withoutMatch, Math.min(MOST_CHARACTERS, fragments * size) * (2 + tags) / 2);
    }

    /** With 0 there would be no limit. */
    private long aboveZero(String name, int usual) throws InvalidQueryException {
      Object said = said(name);
      long number = said == null ? usual : count(said, path + "." + name);
      if (number == 0) {
        throw new InvalidQueryException(path + "." + name + ": must be 1 or more");
      }
      return number;
    }

    private long longest(String name) throws InvalidQueryException {
      Object said = said(name);
      if (said == null) {
        return USUAL_TAG;
      }
      List<?> tags = said instanceof List<?> list ? list : List.of(said);
      boolean right = tags.size() <= MOST_TAGS;
      long longest = 0;
      for (Object tag : tags) {
        right &= tag instanceof String text && text.length() <= LONGEST_TAG;
        longest = Math.max(longest, String.valueOf(tag).length());
      }
      if (!right) {
        throw new InvalidQueryException(
            path
                + "."
                + name
                + ": must be texts of 100 characters at most, and 10 of them at most");
      }
      return longest;
    }

    private @Nullable Object said(String name) {
      return own.containsKey(name) ? own.get(name) : whole.get(name);
    }
  }
}
