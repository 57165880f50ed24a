package io.distributary.gateway.projector;

/** A promise of the projector did not hold in a {@link Simulation}. */
final class PromiseBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;

  PromiseBroken(String promise) {
    this(promise, 0);
  }

  PromiseBroken(String promise, long seed) {
    super(promise);
    this.seed = seed;
  }

  /** Of the schedule in which it happened. */
  long seed() {
    return seed;
  }
}
