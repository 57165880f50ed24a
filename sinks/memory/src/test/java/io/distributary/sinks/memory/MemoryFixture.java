package io.distributary.sinks.memory;

import io.distributary.schemas.event.Event;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The memory sink as the kit sees it. */
record MemoryFixture(
    SinkPlugin<MemoryConfig> plugin,
    boolean keepsHistory,
    Optional<Function<Event, Event>> refusable,
    Optional<MemoryConfig> unreachable)
    implements SinkFixture<MemoryConfig> {

  static MemoryFixture plain(boolean keepsHistory) {
    return new MemoryFixture(new MemoryPlugin(), keepsHistory, Optional.empty(), Optional.empty());
  }

  static MemoryFixture altered(boolean keepsHistory, Altered.Alteration alteration) {
    return new MemoryFixture(
        new AlteredPlugin(alteration),
        keepsHistory,
        Optional.of(Picky::refusable),
        Optional.of(AlteredPlugin.UNREACHABLE));
  }

  @Override
  public MemoryConfig config(String namespace) {
    return new MemoryConfig(namespace, keepsHistory);
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id -> "{\"type\":\"%s\",\"id\":\"%s\"}".formatted(id.type(), id.id()),
            type -> "{\"type\":\"%s\"}".formatted(type),
            List.of("{\"type\":\"Patient\",\"delete\":true}", "{\"type\":\"../Patient\"}"),
            List.of(
                "{}",
                "{\"type\":7}",
                "{\"type\":\"Patient\",\"limit\":-1}",
                "{\"type\":\"Patient\",\"limit\":1e99}",
                "{\"type\":\"Patient\",\"id\":[\"a\"]}"),
            Optional.empty()));
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(new MemoryTampering());
  }
}
