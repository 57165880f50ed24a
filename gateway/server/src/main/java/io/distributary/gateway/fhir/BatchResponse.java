package io.distributary.gateway.fhir;

import io.distributary.gateway.write.Rejection;
import io.distributary.gateway.write.WriteOutcome;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.sink.ResourceHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a batch-response Bundle, an entry for each of the batch and in its order. */
public final class BatchResponse {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean empty = true;

  /**
   * What an entry was answered with: its element {@code response}, and a resource.
   *
   * @param resource as it is shown; empty when there is none to show
   */
  public record Entry(Map<String, Object> response, byte[] resource) {
    private static final byte[] NONE = {};

    /** What became of a write. */
    public static Entry of(WriteOutcome written) {
      Map<String, Object> response = new LinkedHashMap<>();
      if (written instanceof WriteOutcome.Stored stored) {
        Version version = stored.appended().version();
        response.put("status", stored.created() ? "201 Created" : "200 OK");
        response.put("location", stored.write().id() + "/_history/" + version);
        put(response, version, stored.appended().appended());
      } else if (written instanceof WriteOutcome.Deleted deleted) {
        response.put("status", "204 No Content");
        deleted
            .appended()
            .ifPresent(appended -> response.put("etag", "W/\"" + appended.version() + "\""));
      } else if (written instanceof WriteOutcome.NotWritten refused) {
        return of(refused.refusal());
      }
      return new Entry(response, NONE);
    }

    /** What was not done, and why. */
    public static Entry of(Rejection refusal) {
      Rejections.RejectedAnswer answer = Rejections.answer(refusal);
      return failed(answer.status() + " " + answer.phrase(), answer.outcome());
    }

    /**
     * A resource that was read.
     *
     * @param resource as it is shown; empty when it is not wanted
     */
    public static Entry read(ResourceHead head, byte[] resource) {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("status", "200 OK");
      put(response, head.version(), head.appended());
      return new Entry(response, resource);
    }

    /**
     * @param status with its phrase: {@code 404 Not Found}
     */
    public static Entry failed(String status, OperationOutcome outcome) {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("status", status);
      response.put("outcome", outcome.tree());
      return new Entry(response, NONE);
    }

    private static void put(Map<String, Object> response, Version version, Instant at) {
      response.put("etag", "W/\"" + version + "\"");
      response.put("lastModified", at.toString());
    }

    /** The status alone. */
    @Override
    public String toString() {
      return String.valueOf(response.get("status"));
    }
  }

  private BatchResponse() {
    write("{\"resourceType\":\"Bundle\",\"type\":\"batch-response\"");
  }

  /** The whole Bundle. */
  public static byte[] json(List<Entry> entries) {
    BatchResponse bundle = new BatchResponse();
    entries.forEach(bundle::add);
    bundle.write(bundle.empty ? "}" : "]}");
    return bundle.out.toByteArray();
  }

  private void add(Entry entry) {
    write(empty ? ",\"entry\":[{" : ",{");
    empty = false;
    if (entry.resource().length > 0) {
      write("\"resource\":");
      out.writeBytes(entry.resource());
      write(",");
    }
    write("\"response\":" + Json.text(entry.response()) + "}");
  }

  private void write(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
