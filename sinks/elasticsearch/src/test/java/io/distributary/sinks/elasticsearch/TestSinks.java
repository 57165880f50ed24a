package io.distributary.sinks.elasticsearch;

import io.distributary.sink.ReadContext;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sinks as the tests open them. */
final class TestSinks {
  private TestSinks() {}

  static ElasticsearchConfig config(String uri, String prefix) {
    return config(uri, prefix, Duration.ofSeconds(20));
  }

  static ElasticsearchConfig config(String uri, String prefix, Duration timeout) {
    return new ElasticsearchConfig(
        uri, prefix, null, null, null, null, null, Duration.ofSeconds(2), timeout);
  }

  static Sink<ElasticsearchDocument> open(String uri, String prefix) throws SinkException {
    return open(config(uri, prefix));
  }

  static Sink<ElasticsearchDocument> open(ElasticsearchConfig config) throws SinkException {
    SinkContext context = new SinkContext(RevisionId.first("search"), Clock.systemUTC());
    return new ElasticsearchPlugin().open(config, context);
  }

  static ReadContext context() {
    return context(10_000);
  }

  static ReadContext context(int maxRows) {
    return ReadContext.of("test", Instant.now().plusSeconds(30), Clock.systemUTC())
        .capped(maxRows, 16 << 20);
  }

  static List<ViewEntry> scan(Sink<?> sink) throws SinkException {
    List<ViewEntry> entries = new ArrayList<>();
    sink.maintenance().scan(context(), entries::add);
    return entries;
  }
}
