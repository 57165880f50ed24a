package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** The memory plugin with a store that is away now and then, and every sink altered. */
record AlteredPlugin(Altered.Alteration alteration) implements SinkPlugin<MemoryConfig> {
  static final MemoryConfig UNREACHABLE = MemoryConfig.of("unreachable");
  private static final Reason AWAY = new Reason("store-away", "The store does not answer.");
  private static final MemoryPlugin RIGHT = new MemoryPlugin();

  @Override
  public String type() {
    return RIGHT.type();
  }

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<MemoryConfig> configType() {
    return RIGHT.configType();
  }

  @Override
  public Sink<MemoryDocument> open(MemoryConfig config, SinkContext context) throws SinkException {
    if (config.equals(UNREACHABLE)) {
      throw new Failure(Action.RETRY, AWAY).exception();
    }
    Parts right = Parts.of(RIGHT.open(config, context));
    MemoryTable table = MemorySchema.of(config.namespace() + context.suffix()).open();
    return alteration.of(new Picky(right, table), table).sink();
  }
}
