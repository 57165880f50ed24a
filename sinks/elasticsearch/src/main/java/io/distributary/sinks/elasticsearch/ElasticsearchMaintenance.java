package io.distributary.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ShardStatistics;
import co.elastic.clients.elasticsearch.core.CountResponse;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and scans; both refresh first, since a search sees nothing younger than a refresh. */
final class ElasticsearchMaintenance implements Maintenance {
  private static final int PAGE = 500;

  /** One document is in memory at a time; none is longer than a request may be, 100 MiB. */
  private static final Search.Bounds BOUNDS = new Search.Bounds(Reservation.unbounded(), 128 << 20);

  /** How long Elasticsearch keeps the point in time between two pages. */
  private static final String KEPT = "5m";

  private final ElasticsearchConnection connection;
  private final ElasticsearchSchema schema;

  ElasticsearchMaintenance(ElasticsearchConnection connection, ElasticsearchSchema schema) {
    this.connection = connection;
    this.schema = schema;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    try {
      refresh(context);
      CountResponse answer = client(context).count(c -> c.index(schema.live()));
      requireAllOf(answer.shards());
      return answer.count();
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    try {
      refresh(context);
      String pointInTime =
          client(context)
              .openPointInTime(p -> p.index(schema.index()).keepAlive(k -> k.time(KEPT)))
              .id();
      try {
        visitAll(pointInTime, context, visitor);
      } finally {
        connection.client().closePointInTime(p -> p.id(pointInTime));
      }
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  private Duration silence(ReadContext context) {
    return connection.timeout(context.timeLeft());
  }

  private ElasticsearchClient client(ReadContext context) {
    return connection.client(silence(context));
  }

  private void refresh(ReadContext context) throws IOException {
    requireAllOf(client(context).indices().refresh(r -> r.index(schema.index())).shards());
  }

  /**
   * An answer of some shards is no answer; shards without a node that could hold them do not count.
   */
  private static void requireAllOf(ShardStatistics shards) throws IOException {
    if (shards.failed().intValue() > 0) {
      throw new IOException("Some shards did not answer");
    }
  }

  private void visitAll(String pointInTime, ReadContext context, Visitor<ViewEntry> visitor)
      throws IOException, SinkException {
    Optional<Object> after = Optional.empty();
    do {
      Page page = new Page();
      new Search("/_search", page(pointInTime, after), silence(context))
          .run(connection, PAGE, context.timeLeft(), BOUNDS, page);
      for (ViewEntry entry : page.entries) {
        context.requireWanted();
        if (!visitor.visit(entry)) {
          return;
        }
      }
      after = page.last;
    } while (after.isPresent());
  }

  /** Keeps of each document what is asked for, and where the next page begins. */
  private static final class Page implements Search.Taker {
    private final List<ViewEntry> entries = new ArrayList<>(PAGE);
    private Optional<Object> last = Optional.empty();

    @Override
    public boolean hit(Map<?, ?> hit) {
      entries.add(entry(hit));
      last = Optional.ofNullable(hit.get("sort"));
      return true;
    }
  }

  private static Map<String, @Nullable Object> page(String pointInTime, Optional<Object> after) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("pit", Map.of("id", pointInTime, "keep_alive", KEPT));
    body.put("sort", List.of(Map.of("_shard_doc", "asc")));
    body.put("version", true);
    body.put("track_total_hits", false);
    after.ifPresent(sort -> body.put("search_after", sort));
    return body;
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    LookUp lookUp = LookUp.in(connection, schema.index(), true, context.timeLeft());
    Map<String, ViewEntry> found = new HashMap<>();
    try {
      lookUp.of(
          List.copyOf(names),
          document -> {
            ViewEntry entry = entry(document);
            found.put(entry.name(), entry);
          });
      return found;
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  /**
   * The version is Elasticsearch's own, as it is what guards the document; where the document's own
   * differs, somebody else wrote it.
   */
  @SuppressWarnings("unchecked") // every map of a JSON tree has texts as keys
  static ViewEntry entry(Map<?, ?> hit) {
    String name = String.valueOf(hit.get("_id"));
    Optional<Version> version = version(hit.get("_version"));
    Map<?, ?> source = hit.get("_source") instanceof Map<?, ?> map ? map : Map.of();
    boolean ours =
        ResourceId.tryParse(name).isPresent()
            && version.map(Version::toString).equals(Optional.ofNullable(source.get("version")));
    if (!ours) {
      return ViewEntry.unreadable(name, version);
    }
    boolean deleted = Boolean.TRUE.equals(source.get("deleted"));
    String hash = ElasticsearchDocument.hashOf((Map<String, @Nullable Object>) source);
    return ViewEntry.of(name, version, deleted, hash);
  }

  private static Optional<Version> version(@Nullable Object stored) {
    return stored instanceof JsonNumber number && number.longValue() >= 0
        ? Optional.of(new Version(number.longValue()))
        : Optional.empty();
  }

  @Override
  public void drop() throws SinkException {
    schema.drop();
  }
}
