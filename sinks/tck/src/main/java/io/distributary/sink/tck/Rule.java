package io.distributary.sink.tck;

/**
 * One promise of the contract, and what shows that a sink keeps it.
 *
 * @param name the promise as a sentence in camelCase, unique in the kit
 * @param promise the same for people who never saw the kit
 * @param body fails by an {@link AssertionError}, or by any exception of the sink
 */
public record Rule(String name, String promise, Body body) {
  /** What a rule does. */
  @FunctionalInterface
  public interface Body {
    void run(Bench bench) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
