package io.distributary.gateway.fhir;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.StoredResource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a Bundle entry by entry, so that its size does not matter. The number of entries stands at
 * the end, when it is known.
 */
public final class BundleWriter {
  /** What a Bundle is made for. */
  public enum Type {
    SEARCHSET,
    HISTORY;

    private String code() {
      return this == SEARCHSET ? "searchset" : "history";
    }
  }

  private static final String FOUND = search(Map.of("mode", "match"));
  private static final String ADVICE = search(Map.of("mode", "outcome"));

  private final Type type;
  private final String base;
  private final OutputStream out;
  private final String fullUrl;
  private long entries;
  private boolean empty = true;

  /**
   * @param base the URL of the FHIR service, without a slash at its end
   * @param self the path behind it that is answered
   */
  public BundleWriter(Type type, String base, String self, OutputStream out) throws IOException {
    this.type = type;
    this.base = base;
    this.out = out;
    String quoted = Json.text(base + "/");
    this.fullUrl = quoted.substring(0, quoted.length() - 1);
    write("{\"resourceType\":\"Bundle\",\"type\":\"" + type.code() + "\",\"link\":[");
    Json.write(link(base + "/" + self), out);
    write("]");
  }

  private static Map<String, String> link(String url) {
    Map<String, String> link = new LinkedHashMap<>();
    link.put("relation", "self");
    link.put("url", url);
    return link;
  }

  /** Adds a resource, or (in a history) its deletion. */
  public void add(StoredResource stored) throws IOException {
    add(stored, type == Type.SEARCHSET ? FOUND : history(stored.head()));
  }

  /**
   * Adds a resource that was searched for.
   *
   * @param search the entry's element {@code search}
   */
  public void add(StoredResource stored, Map<String, ?> search) throws IOException {
    add(stored, search(search));
  }

  private void add(StoredResource stored, String end) throws IOException {
    begin(fullUrl + stored.head().id() + '"'); // ids and types need no escapes
    if (!stored.head().deleted()) {
      write(",\"resource\":");
      Rendering.write(stored, out);
    }
    write(end);
    entries++;
  }

  /** Adds what is to be said about the answer; it does not count as an entry. */
  public void advise(OperationOutcome outcome) throws IOException {
    begin("\"urn:uuid:" + UUID.randomUUID() + '"');
    write(",\"resource\":");
    Json.write(outcome.tree(), out);
    write(ADVICE);
  }

  /**
   * @param url as it stands in JSON, quotes included
   */
  private void begin(String url) throws IOException {
    write((empty ? ",\"entry\":[{\"fullUrl\":" : ",{\"fullUrl\":") + url);
    empty = false;
  }

  private static String search(Map<String, ?> search) {
    return ",\"search\":" + Json.text(search) + "}";
  }

  private static String history(ResourceHead head) {
    ResourceId id = head.id();
    return ",\"request\":{\"method\":\""
        + (head.deleted() ? "DELETE" : "PUT")
        + "\",\"url\":\""
        + id
        + "\"},\"response\":{\"status\":\""
        + (head.deleted() ? "204" : "200")
        + "\",\"etag\":\"W/\\\""
        + head.version()
        + "\\\"\",\"lastModified\":\""
        + head.appended()
        + "\"}}";
  }

  public long entries() {
    return entries;
  }

  /** Ends the Bundle; the stream stays open. */
  public void end() throws IOException {
    end(entries);
  }

  /**
   * The same where not all that was found is in it.
   *
   * @param total what was found
   */
  public void end(long total) throws IOException {
    write((empty ? "" : "]") + ",\"total\":" + total + "}");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
