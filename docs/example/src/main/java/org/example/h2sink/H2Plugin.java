package org.example.h2sink;

import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** Views in an H2 database. */
public final class H2Plugin implements SinkPlugin<H2Config> {

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public String type() {
    return "h2";
  }

  @Override
  public Class<H2Config> configType() {
    return H2Config.class;
  }

  @Override
  public Sink<?> open(H2Config config, SinkContext context) throws SinkException {
    H2Store store = H2Store.open(config, context.revision());
    H2Reader reader = new H2Reader(store);
    Readers readers =
        Readers.none()
            .withResource(reader)
            .withChart(reader)
            .withType(reader)
            .withHistory(new H2History(store))
            .withNativeQuery(new H2Query(store));
    return Sink.of(
            new H2Projection(), new H2Writer(store), new H2Repair(store), new H2Maintenance(store))
        .readers(readers)
        .closing(store::close)
        .build();
  }
}
