package io.distributary.gateway.fhir;

import io.distributary.gateway.command.Door;
import io.distributary.gateway.command.Refusal;
import io.distributary.gateway.command.RefusedException;
import io.distributary.gateway.command.Write;
import io.distributary.gateway.command.Written;
import io.distributary.schemas.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch of writes: what of it can be done, and for every entry either that or its refusal.
 *
 * @param writes in the order of the Bundle, without what is refused
 * @param refusals one for each entry, in the order of the Bundle; empty for those in {@code writes}
 */
public record Batch(List<Write> writes, List<Optional<Refusal>> refusals) {
  /**
   * Reads and checks a batch Bundle.
   *
   * @param source the CloudEvents source of its events
   * @throws RefusedException when nothing of it can be done
   */
  public static Batch read(byte[] json, String source) throws RefusedException {
    List<Write> writes = new ArrayList<>();
    List<Optional<Refusal>> refusals = new ArrayList<>();
    for (BatchEntry entry : BatchReader.read(json)) {
      try {
        writes.add(entry.write(source));
        refusals.add(Optional.empty());
      } catch (RefusedException e) {
        refusals.add(Optional.of(e.refusal()));
      }
    }
    return new Batch(writes, refusals);
  }

  /** What became of each entry, in the order of the Bundle. */
  public Future<List<Written>> apply(Door door, String source) {
    return door.write(writes, source).map(this::merged);
  }

  private List<Written> merged(List<Written> done) {
    List<Written> all = new ArrayList<>(refusals.size());
    int next = 0;
    for (Optional<Refusal> refusal : refusals) {
      all.add(refusal.isPresent() ? new Written.Refused(refusal.get()) : done.get(next++));
    }
    return all;
  }

  /** The batch-response Bundle. */
  public static byte[] response(List<Written> all) {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "batch-response");
    if (!all.isEmpty()) {
      bundle.put("entry", all.stream().map(one -> Map.of("response", entry(one))).toList());
    }
    return Json.write(bundle);
  }

  private static Map<String, Object> entry(Written written) {
    Map<String, Object> response = new LinkedHashMap<>();
    if (written instanceof Written.Stored stored) {
      response.put("status", stored.created() ? "201 Created" : "200 OK");
      response.put("location", stored.write().id() + "/_history/" + stored.appended().version());
      response.put("etag", "W/\"" + stored.appended().version() + "\"");
      response.put("lastModified", stored.appended().appended().toString());
    } else if (written instanceof Written.Deleted deleted) {
      response.put("status", "204 No Content");
      deleted
          .appended()
          .ifPresent(appended -> response.put("etag", "W/\"" + appended.version() + "\""));
    } else if (written instanceof Written.Refused refused) {
      Refusals.Answer answer = Refusals.answer(refused.refusal());
      response.put("status", answer.status() + " " + answer.phrase());
      response.put("outcome", answer.outcome().tree());
    }
    return response;
  }
}
