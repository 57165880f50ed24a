package io.distributary.sinks.mongodb;

import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** Keeps a view in MongoDB. */
public final class MongoPlugin implements SinkPlugin<MongoConfig> {
  @Override
  public String type() {
    return "mongodb";
  }

  @Override
  public Class<MongoConfig> configType() {
    return MongoConfig.class;
  }

  @Override
  public Sink<?> open(MongoConfig config, SinkContext context) throws SinkException {
    return MongoSink.open(config, context);
  }
}
