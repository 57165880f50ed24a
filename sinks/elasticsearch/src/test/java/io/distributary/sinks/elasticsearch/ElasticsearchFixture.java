package io.distributary.sinks.elasticsearch;

import io.distributary.servers.testing.Servers;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.util.List;
import java.util.Optional;

/** The sink on the shared server, an index prefix for each run. */
final class ElasticsearchFixture implements SinkFixture<ElasticsearchConfig> {
  @Override
  public SinkPlugin<ElasticsearchConfig> plugin() {
    return new ElasticsearchPlugin();
  }

  @Override
  public ElasticsearchConfig config(String namespace) {
    return TestSinks.config(Servers.elasticsearch().url(), namespace);
  }

  @Override
  public Optional<ElasticsearchConfig> unreachable() {
    return Optional.of(TestSinks.config("http://127.0.0.1:1", "away"));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id -> "{\"query\":{\"ids\":{\"values\":[\"" + id + "\"]}}}",
            type -> "{\"query\":{\"term\":{\"type\":\"" + type + "\"}}}",
            quoted(ElasticsearchQueryGateTest.ATTACKS),
            quoted(ElasticsearchQueryGateTest.NONSENSE),
            Optional.empty()));
  }

  private static List<String> quoted(List<String> bodies) {
    return bodies.stream().map(body -> body.replace('\'', '"')).toList();
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(new ElasticsearchTampering(Servers.elasticsearch().url()));
  }
}
