package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.Secret;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The sink on a fresh database. */
record H2Fixture(UnaryOperator<String> url) implements SinkFixture<H2Config> {

  private static final List<String> ATTACKS =
      List.of(
          "{\"sql\":\"DROP ALL OBJECTS\"}",
          "{\"type\":\"Patient'; DROP ALL OBJECTS; --\"}",
          "{\"type\":\"Patient\",\"id\":\"x' OR '1'='1\"}",
          "{\"type\":\"Patient\",\"where\":\"1=1\"}",
          "{\"type\":\"INFORMATION_SCHEMA.USERS\"}",
          "{\"type\":\"Patient\",\"id\":\"../x\"}");

  private static final List<String> NONSENSE =
      List.of(
          "{\"type\":7}",
          "{\"id\":\"x\"}",
          "{\"type\":\"Patient\",\"limit\":-1}",
          "{\"type\":\"Patient\",\"limit\":\"many\"}",
          "{\"type\":\"Patient\",\"limit\":1.5}",
          "{\"type\":\"Patient\",\"id\":[\"x\"]}",
          "{\"type\":\"Patient\",\"unknown\":true}");

  @Override
  public SinkPlugin<H2Config> plugin() {
    return new H2Plugin();
  }

  @Override
  public H2Config config(String namespace) {
    return at(url.apply(namespace));
  }

  @Override
  public Optional<H2Config> unreachable() {
    return Optional.of(at("jdbc:h2:tcp://127.0.0.1:1/nothing"));
  }

  private static H2Config at(String url) {
    return new H2Config(url, "sa", new Secret(""), Duration.ofSeconds(2));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            H2Fixture::byId,
            type -> "{\"type\":\"" + type + "\"}",
            ATTACKS,
            NONSENSE,
            Optional.empty()));
  }

  private static String byId(ResourceId id) {
    return "{\"type\":\"" + id.type() + "\",\"id\":\"" + id.id() + "\"}";
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(new H2Tampering(url));
  }
}
