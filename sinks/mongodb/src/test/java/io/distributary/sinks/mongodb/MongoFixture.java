package io.distributary.sinks.mongodb;

import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The sink as the kit sees it.
 *
 * @param uri of the server
 */
record MongoFixture(String uri) implements SinkFixture<MongoConfig> {
  static MongoConfig config(String uri, String database) {
    Duration soon = Duration.ofSeconds(2);
    return new MongoConfig(uri, database, null, null, soon, soon, null, null);
  }

  @Override
  public SinkPlugin<MongoConfig> plugin() {
    return new MongoPlugin();
  }

  @Override
  public MongoConfig config(String namespace) {
    return config(uri, namespace);
  }

  @Override
  public Optional<MongoConfig> unreachable() {
    return Optional.of(config("mongodb://127.0.0.1:1", "nobody"));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id ->
                "{\"collection\":\"%s\",\"filter\":{\"_id\":\"%s\"}}".formatted(id.type(), id.id()),
            type -> "{\"collection\":\"%s\"}".formatted(type),
            List.of(
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$out\":\"x\"}]}",
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$match\":{}},{\"$merge\":\"x\"}]}",
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$lookup\":{\"from\":\"patient_r1\","
                    + "\"localField\":\"_id\",\"foreignField\":\"_id\",\"as\":\"x\"}}]}",
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$unionWith\":\"patient_r1\"}]}",
                "{\"collection\":\"Patient\",\"filter\":{\"$where\":\"sleep(1000)\"}}",
                "{\"collection\":\"Patient\",\"filter\":{\"$nor\":[{\"$where\":\"1\"}]}}",
                "{\"collection\":\"Patient\",\"projection\":{\"x\":{\"$function\":{}}}}",
                "{\"collection\":\"Patient\",\"sort\":{\"x\":{\"$meta\":\"textScore\"}}}",
                "{\"collection\":\"system.users\",\"filter\":{}}",
                "{\"collection\":\"patient_r1\"}",
                "{\"collection\":\"../Patient\"}",
                "{\"collection\":\"Patient\",\"database\":\"admin\"}"),
            List.of(
                "{}",
                "{\"filter\":{}}",
                "{\"collection\":7}",
                "{\"collection\":\"\"}",
                "{\"collection\":\"Patiant\"}",
                "{\"collection\":\"Patient\",\"filter\":[]}",
                "{\"collection\":\"Patient\",\"filter\":\"x\"}",
                "{\"collection\":\"Patient\",\"limit\":0}",
                "{\"collection\":\"Patient\",\"limit\":-1}",
                "{\"collection\":\"Patient\",\"limit\":1.5}",
                "{\"collection\":\"Patient\",\"limit\":1e99}",
                "{\"collection\":\"Patient\",\"limit\":null}",
                "{\"collection\":\"Patient\",\"limit\":\"1\"}",
                "{\"collection\":\"Patient\",\"pipeline\":{}}",
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$nonsense\":1}]}",
                "{\"collection\":\"Patient\",\"pipeline\":[],\"filter\":{}}",
                "{\"collection\":\"Patient\",\"pipeline\":[{\"$limit\":\"x\"}]}",
                "{\"collection\":\"Patient\",\"filter\":{\"a\":{\"$in\":1}}}",
                "{\"collection\":\"Patient\",\"filter\":{\"_id\":{\"$regex\":\"(\"}}}"),
            Optional.empty()));
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(new MongoTampering(uri));
  }
}
