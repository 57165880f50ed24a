package io.distributary.sink.tck;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.SinkPlugin;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the kit must know of a sink to try it: the plugin, a configuration, and what only its author
 * can know. Parts with a default are optional; without them the rules that need them are skipped.
 *
 * @param <C> the plugin's configuration
 */
public interface SinkFixture<C extends Record> {
  SinkPlugin<C> plugin();

  /**
   * A configuration for the server that the tests use, with short time-outs.
   *
   * @param namespace fresh for each run of the kit, at most 20 lower-case letters and digits, first
   *     a letter. The kit opens revision 1 of it, and some more. Revision 1 is empty at first:
   *     where the store cannot keep namespaces apart, empty it here
   */
  C config(String namespace);

  /** The same with an address where nobody listens, for example a closed port. */
  default Optional<C> unreachable() {
    return Optional.empty();
  }

  /** Required when the sink answers native queries. */
  default Optional<SampleQueries> queries() {
    return Optional.empty();
  }

  /**
   * Makes of a legal event another one of the same resource and version that the projection takes
   * and the store refuses for ever. Most stores refuse nothing.
   */
  default Optional<Function<Event, Event>> refusable() {
    return Optional.empty();
  }

  /** Changes what is stored behind the sink's back. */
  default Optional<Tampering> tampering() {
    return Optional.empty();
  }

  /** How long a rule may take at most before the sink is said to hang. */
  default Duration patience() {
    return Duration.ofSeconds(90);
  }

  /**
   * Somebody with the keys of the store, who does what a sink never does. A namespace is what
   * {@link SinkFixture#config} was asked for; the view is named {@code kit}, its revision is 1. The
   * optional ones answer whether they did it; where they did not, their rules are skipped.
   */
  interface Tampering {
    /** Changes the stored content of a live resource, not its version. */
    void alter(String namespace, ResourceId id) throws Exception;

    /** Removes a resource, live or a tombstone, with all that the store itself forgets by that. */
    default boolean remove(String namespace, ResourceId id) throws Exception {
      return false;
    }

    /**
     * Stores a copy of a live resource under another name.
     *
     * @param name {@code Type/id} of the same type, or {@code Type/} and then what no id may be
     */
    default boolean add(String namespace, ResourceId copied, String name) throws Exception {
      return false;
    }

    /** Raises the version of a live resource as the sink's guard sees it, not its content. */
    default boolean raise(String namespace, ResourceId id, Version version) throws Exception {
      return false;
    }

    /** Makes of a live resource something that the sink cannot have written. */
    default boolean spoil(String namespace, ResourceId id) throws Exception {
      return false;
    }
  }
}
