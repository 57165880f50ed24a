package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.WriteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes corrections. What is right goes in with {@code external_gte}, which takes the same version
 * again and still refuses to go back. What is there at a higher version, or should not be there at
 * all, is deleted first, unless somebody has written since it was looked up. Elasticsearch is told
 * to forget deletions at once: for as long as it remembers one, its version refuses what is lower.
 */
final class ElasticsearchRepair implements SinkRepair<ElasticsearchDocument> {
  private final ElasticsearchConnection connection;
  private final ElasticsearchSchema schema;
  private final ElasticsearchWriter writer;

  ElasticsearchRepair(ElasticsearchConnection connection, ElasticsearchSchema schema) {
    this.connection = connection;
    this.schema = schema;
    this.writer = ElasticsearchWriter.takingTheSameVersion(connection, schema.live());
  }

  /** A document as it is now. */
  private record Held(Version version, JsonNumber sequence, JsonNumber term) {}

  /** One correction with what is there now. */
  private record Work(String name, Optional<Held> held, Optional<ElasticsearchDocument> right) {
    boolean isDeletion() {
      return held.filter(h -> right.isEmpty() || isHigher(h.version())).isPresent();
    }

    private boolean isHigher(Version version) {
      return right.filter(r -> version.compareTo(r.version()) > 0).isPresent();
    }
  }

  @Override
  public WriteResult repair(List<Correction<ElasticsearchDocument>> corrections)
      throws SinkException {
    schema.forgetDeletions();
    Map<String, Held> held = held(corrections);
    List<Work> work = new ArrayList<>();
    for (Correction<ElasticsearchDocument> correction : corrections) {
      Optional<Held> now = Optional.ofNullable(held.get(correction.name()));
      if (correction.isAsFound(now.map(Held::version))) {
        work.add(work(correction, now));
      }
    }
    Map<String, Outcome> outcomes = new HashMap<>(deleted(work));
    outcomes.putAll(written(work.stream().filter(w -> isFree(w, outcomes)).toList()));
    schema.refresh();
    return WriteResult.of(
        corrections.stream()
            .map(correction -> outcomes.getOrDefault(correction.name(), Outcome.STALE))
            .toList());
  }

  private static boolean isFree(Work work, Map<String, Outcome> outcomes) {
    return outcomes.getOrDefault(work.name(), Outcome.APPLIED) == Outcome.APPLIED;
  }

  private static Work work(Correction<ElasticsearchDocument> correction, Optional<Held> held) {
    return new Work(
        correction.name(), held, correction.right().stream().map(Projected::value).findFirst());
  }

  private Map<String, Held> held(List<Correction<ElasticsearchDocument>> corrections)
      throws SinkException {
    List<String> names = corrections.stream().map(Correction::name).toList();
    Map<String, Held> held = new HashMap<>();
    try {
      LookUp.in(connection, schema.index(), false, connection.timeout())
          .of(names, found -> held.put(String.valueOf(found.get("_id")), held(found)));
      return held;
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  private static Held held(Map<?, ?> document) throws IOException {
    if (document.get("_version") instanceof JsonNumber version
        && document.get("_seq_no") instanceof JsonNumber sequence
        && document.get("_primary_term") instanceof JsonNumber term) {
      return new Held(new Version(version.longValue()), sequence, term);
    }
    throw new IOException("The answer lacks a version");
  }

  /** Applied, too, where there is nothing and should be nothing. */
  private Map<String, Outcome> deleted(List<Work> work) throws SinkException {
    Map<String, Outcome> outcomes = new HashMap<>();
    work.stream()
        .filter(w -> w.right().isEmpty())
        .forEach(w -> outcomes.put(w.name(), Outcome.APPLIED));
    List<Work> deletions = work.stream().filter(Work::isDeletion).toList();
    if (!deletions.isEmpty()) {
      List<Outcome> answers = writer.send(deletions(deletions), deletions.size());
      for (int i = 0; i < deletions.size(); i++) {
        outcomes.put(deletions.get(i).name(), answers.get(i));
      }
    }
    return outcomes;
  }

  private static byte[] deletions(List<Work> deletions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Work deletion : deletions) {
      Map<String, Object> action = new LinkedHashMap<>();
      action.put("_id", deletion.name());
      deletion.held().ifPresent(held -> guard(action, held));
      body.writeBytes(Json.write(Map.of("delete", action)));
      body.write('\n');
    }
    return body.toByteArray();
  }

  private static void guard(Map<String, Object> action, Held held) {
    action.put("if_seq_no", held.sequence());
    action.put("if_primary_term", held.term());
  }

  private Map<String, Outcome> written(List<Work> work) throws SinkException {
    List<ElasticsearchDocument> documents = work.stream().flatMap(w -> w.right().stream()).toList();
    List<Outcome> answers = writer.put(documents);
    Map<String, Outcome> outcomes = new HashMap<>();
    for (int i = 0; i < documents.size(); i++) {
      outcomes.put(documents.get(i).id().toString(), answers.get(i));
    }
    return outcomes;
  }
}
