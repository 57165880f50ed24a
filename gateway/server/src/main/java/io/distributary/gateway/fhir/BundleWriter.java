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

  private final Type type;
  private final String base;
  private final OutputStream out;
  private long entries;

  /**
   * @param base the URL of the FHIR service, without a slash at its end
   * @param self the path behind it that is answered
   */
  public BundleWriter(Type type, String base, String self, OutputStream out) throws IOException {
    this.type = type;
    this.base = base;
    this.out = out;
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
    write(entries++ == 0 ? ",\"entry\":[{" : ",{");
    ResourceHead head = stored.head();
    write("\"fullUrl\":" + Json.text(base + "/" + head.id()));
    if (!head.deleted()) {
      write(",\"resource\":");
      Rendering.write(stored, out);
    }
    write(type == Type.SEARCHSET ? ",\"search\":{\"mode\":\"match\"}}" : history(head));
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
    write((entries == 0 ? "" : "]") + ",\"total\":" + entries + "}");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
