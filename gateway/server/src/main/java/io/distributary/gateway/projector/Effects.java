package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.sink.Projected;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Carries out what a {@link ProjectorCore} asks for; each method is one {@link Effect}. */
interface Effects {
  void open();

  void join();

  void fetch(boolean paused);

  void write(List<Projected<?>> batch);

  void writeLetters(WriteBatch batch);

  void commit(Map<Integer, Checkpoint> checkpoints);

  void await(Timer timer, Duration duration);

  void finish(WriteBatch batch);

  void leave();
}
