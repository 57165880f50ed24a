package io.distributary.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.indices.ElasticsearchIndicesClient;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.elasticsearch.indices.TranslogDurability;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The index of one revision and its alias. {@code settings.json} and {@code mappings.json} say what
 * the index is like; a change of either that matters to documents raises the projection's version.
 */
final class ElasticsearchSchema {
  private static final String ALREADY_THERE = "resource_already_exists_exception";
  private static final Query NOT_DELETED =
      Query.of(q -> q.term(t -> t.field("deleted").value(false)));

  private final ElasticsearchConfig config;
  private final ElasticsearchConnection connection;
  private final String index;

  ElasticsearchSchema(
      ElasticsearchConfig config, SinkContext context, ElasticsearchConnection connection) {
    this.config = config;
    this.connection = connection;
    this.index = config.indexPrefix() + "_resources" + context.suffix();
  }

  /** Everything, tombstones too: {@code distributary_resources_r1}. */
  String index() {
    return index;
  }

  /**
   * The alias of what is not deleted: {@code distributary_resources_r1_live}. Writes go through it
   * as well: Elasticsearch makes a missing index by itself, with a guessed mapping, but never a
   * missing alias.
   */
  String live() {
    return index + "_live";
  }

  void create() throws SinkException {
    try {
      if (!exists()) {
        createIndex();
      }
      answerOnlyWhatIsDurable();
    } catch (IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  private ElasticsearchIndicesClient indices() {
    return connection.client().indices();
  }

  private boolean exists() throws IOException {
    return indices().existsAlias(a -> a.index(index).name(live())).value();
  }

  /** Index and alias come into being together. Somebody else may make them at the same moment. */
  private void createIndex() throws IOException {
    try (InputStream settings = resource("settings.json");
        InputStream mappings = resource("mappings.json")) {
      indices()
          .create(
              c ->
                  c.index(index)
                      .settings(s -> replicated(s.withJson(settings)))
                      .mappings(m -> m.withJson(mappings))
                      .aliases(live(), a -> a.filter(NOT_DELETED)));
    } catch (ElasticsearchException e) {
      if (!ALREADY_THERE.equals(e.error().type())) {
        throw e;
      }
      indices().putAlias(a -> a.index(index).name(live()).filter(NOT_DELETED));
    }
  }

  private IndexSettings.Builder replicated(IndexSettings.Builder settings) {
    settings.numberOfShards(config.shards().toString());
    return config.replicas() == null
        ? settings.autoExpandReplicas("0-1")
        : settings.numberOfReplicas(config.replicas().toString());
  }

  /** Whatever a template or an administrator has set: an acknowledged write is on disk. */
  private void answerOnlyWhatIsDurable() throws IOException {
    indices()
        .putSettings(
            p ->
                p.index(index)
                    .settings(s -> s.translog(t -> t.durability(TranslogDurability.Request))));
  }

  /**
   * Lets a document that was physically deleted, by a repair or by somebody else, be written anew
   * at once at any version. Below zero, as zero means the next tick of a clock that ticks five
   * times a second. Nothing is lost by it: the sink itself deletes in repairs only.
   */
  void forgetDeletions() throws SinkException {
    try {
      indices().putSettings(p -> p.index(index).settings(s -> s.gcDeletes(t -> t.time("-1"))));
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  /** Makes searches and counts see what was written. */
  void refresh() throws SinkException {
    try {
      indices().refresh(r -> r.index(index));
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(ElasticsearchSchema.class.getResourceAsStream(name));
  }

  /** What is refused when opening will be refused for ever. */
  private static SinkException unusable(Exception e) {
    Failure verdict = ElasticsearchErrors.verdict(e);
    Action action = verdict.action() == Action.RETRY ? Action.RETRY : Action.STOP;
    return new Failure(action, verdict.reason()).exception(e);
  }

  /** Repeatable: a missing index is as good as a removed one. */
  void drop() throws SinkException {
    try {
      indices().delete(d -> d.index(index).ignoreUnavailable(true));
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }
}
