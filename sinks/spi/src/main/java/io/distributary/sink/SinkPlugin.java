package io.distributary.sink;

/**
 * A kind of sink, found by {@link java.util.ServiceLoader} in the plugin's own folder. Stateless:
 * it needs a public constructor without parameters, and everything a view keeps lives in the {@link
 * Sink} that it opens.
 *
 * @param <C> the configuration: a record, bound from the {@code config} of a view. A component that
 *     the configuration does not name is null in the compact constructor, which puts in the default
 *     or reports through {@link ConfigProblems}. Components may be {@code String}, {@code Integer},
 *     {@code Long}, {@code Boolean}, {@code Double}, {@code java.time.Duration}, {@code
 *     java.net.URI}, {@link Secret}, enums, {@code List} and {@code Set} of these, and records of
 *     these.
 */
public interface SinkPlugin<C extends Record> {
  /** The version of this contract: raised when a plugin must be compiled against it anew. */
  int CONTRACT = 2;

  /**
   * The version that the plugin was compiled against: {@code return CONTRACT;}, as the compiler
   * writes the value into the plugin. The host loads no plugin of another version.
   */
  int contract();

  /**
   * The word in the configuration: lower-case letters, digits and hyphens, for example {@code
   * mongodb}.
   */
  String type();

  /** The configuration's record class. */
  Class<C> configType();

  /**
   * Opens the sink of one revision of one view, and creates in the store what it needs
   * (collections, indexes, constraints). Repeatable: opening what exists already changes nothing.
   * Two gateways may do it at once.
   *
   * @throws SinkException {@link Action#RETRY} while the store is unreachable; {@link Action#STOP}
   *     when it can never work as configured
   */
  Sink<?> open(C config, SinkContext context) throws SinkException;

  /**
   * Whether the store can hold two revisions side by side. One that cannot is rebuilt in place: the
   * old revision is dropped before the new one is opened.
   */
  default boolean holdsTwoRevisions() {
    return true;
  }
}
