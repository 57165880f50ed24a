package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.sink.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is written for one event.
 *
 * @param json the whole document, UTF-8, one line; not to be changed
 * @param hash see {@link #hashOf}
 */
record ElasticsearchDocument(ResourceId id, Version version, byte[] json, String hash) {
  /** Fields that say when the content was written, not what it is. */
  private static final Set<String> NOT_CONTENT = Set.of("version", "updated", "hash");

  /**
   * The hash of a document's content: its fields in the order of their names, without {@code
   * version}, {@code updated} and {@code hash}. A document holds texts, booleans and lists of texts
   * only, so that it comes back from the store byte for byte.
   */
  static String hashOf(Map<String, @Nullable Object> document) {
    Map<String, @Nullable Object> content = new TreeMap<>(document);
    content.keySet().removeAll(NOT_CONTENT);
    return hashOf(Json.write(content));
  }

  private static String hashOf(byte[] content) {
    return new ContentHash().add(content).hex();
  }

  /**
   * Written once, hashed and sent.
   *
   * @param content the fields that the hash is of, in the order of their names
   */
  static ElasticsearchDocument of(Event event, SortedMap<String, @Nullable Object> content) {
    byte[] json = Json.write(content);
    String hash = hashOf(json);
    // None of these needs escaping.
    String envelope =
        ",\"version\":\""
            + event.version()
            + "\",\"updated\":\""
            + event.appended()
            + "\",\"hash\":\""
            + hash
            + "\"}";
    byte[] end = envelope.getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(json, json.length - 1 + end.length);
    System.arraycopy(end, 0, whole, json.length - 1, end.length);
    return new ElasticsearchDocument(event.id(), event.version(), whole, hash);
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return id + " " + version;
  }
}
