package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.sink.Projected;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ProjectorCore} asks of the world. Each answers with an {@link Input}, save {@link
 * Finished} and {@link Leave}.
 */
sealed interface Effect {
  void carryOut(Effects by);

  /** Open the sink. */
  record Open() implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.open();
    }
  }

  /** Join the view's group. */
  record Join() implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.join();
    }
  }

  /** Poll; when paused, only to stay in the group. */
  record Fetch(boolean paused) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.fetch(paused);
    }
  }

  /** WriteToSink to the sink. */
  record WriteToSink(List<Projected<?>> batch) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.write(batch);
    }
  }

  /** WriteToSink the dead letters of a batch, and mark as superseded those that it superseded. */
  record WriteDeadLetters(WriteBatch batch) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.writeLetters(batch);
    }
  }

  /** Make checkpoints last. */
  record Commit(Map<Integer, Checkpoint> checkpoints) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.commit(checkpoints);
    }
  }

  /** Come back with {@link Input.Elapsed} after a while. */
  record Wait(Timer timer, Duration duration) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.await(timer, duration);
    }
  }

  /** A batch is complete: count it. */
  record Finished(WriteBatch batch) implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.finish(batch);
    }
  }

  /** Leave the group; nothing follows. */
  record Leave() implements Effect {
    @Override
    public void carryOut(Effects by) {
      by.leave();
    }
  }

  /** What was waited for. */
  enum Timer {
    OPEN,
    FETCH,
    WRITE,
    LETTERS,
    COMMIT,
    REST
  }
}
