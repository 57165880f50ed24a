package io.distributary.sink;

import io.distributary.schemas.Reason;

/** What became of one event of a batch. */
public sealed interface Outcome {
  Outcome APPLIED = new Applied();
  Outcome STALE = new Stale();

  /** This event alone failed for now: the host writes it again. */
  static Outcome retry(Reason reason) {
    return new Failed(new Failure(Action.RETRY, reason));
  }

  /** This event can never be written: the host makes it a dead letter. */
  static Outcome reject(Reason reason) {
    return new Failed(new Failure(Action.REJECT, reason));
  }

  /** The view now holds it. */
  record Applied() implements Outcome {}

  /**
   * The view held this version or a newer one before, durably; nothing was changed. Writing an
   * event again may answer so.
   */
  record Stale() implements Outcome {}

  /**
   * The view does not hold it.
   *
   * @param failure {@link Action#RETRY} or {@link Action#REJECT}; what concerns more than one event
   *     is a {@link SinkException}
   */
  record Failed(Failure failure) implements Outcome {
    public Failed {
      if (failure.action() == Action.STOP) {
        throw new IllegalArgumentException("To stop the view, throw a SinkException");
      }
    }

    public Action action() {
      return failure.action();
    }

    public Reason reason() {
      return failure.reason();
    }
  }
}
