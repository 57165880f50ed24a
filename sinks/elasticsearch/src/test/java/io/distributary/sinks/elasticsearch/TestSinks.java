package io.distributary.sinks.elasticsearch;

import io.distributary.sink.ReadContext;
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
    return new ElasticsearchConfig(
        uri, prefix, null, null, null, 1, 0, Duration.ofSeconds(2), Duration.ofSeconds(20));
  }

  @SuppressWarnings("unchecked") // the plugin opens sinks of this kind only
  static Sink<ElasticsearchDocument> open(String uri, String prefix) throws SinkException {
    SinkContext context = new SinkContext("search", 1, Clock.systemUTC());
    return (Sink<ElasticsearchDocument>)
        new ElasticsearchPlugin().open(config(uri, prefix), context);
  }

  static ReadContext context() {
    return context(10_000);
  }

  static ReadContext context(int maxRows) {
    return new ReadContext("test", Instant.now().plusSeconds(30), maxRows, 16 << 20);
  }

  static List<ViewEntry> scan(Sink<?> sink) throws SinkException {
    List<ViewEntry> entries = new ArrayList<>();
    sink.maintenance().scan(context(), entries::add);
    return entries;
  }
}
