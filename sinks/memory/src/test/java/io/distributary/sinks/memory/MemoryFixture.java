package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The memory sink as the kit sees it. */
record MemoryFixture(SinkPlugin<MemoryConfig> plugin, boolean keepsHistory)
    implements SinkFixture<MemoryConfig> {

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
    return Optional.of(MemoryFixture::alter);
  }

  private static void alter(String namespace, ResourceId id) throws Exception {
    byte[] json =
        "{\"resourceType\":\"%s\",\"id\":\"%s\"}"
            .formatted(id.type(), id.id())
            .getBytes(StandardCharsets.UTF_8);
    new MemorySchema(namespace + "_r1").open().tamper(id, json);
  }
}
