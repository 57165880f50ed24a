package io.distributary.gateway.plugin;

import java.time.Duration;
import java.util.Locale;

/**
 * What is asked of a plugin, and how long it may take: from the call, or from the deadline of its
 * {@link io.distributary.sink.ReadContext} where it has one.
 */
enum PluginCall {
  /** Finding it, and asking for its type, its configuration's type and what its store can hold. */
  LOAD(Duration.ofSeconds(10)),
  /** Making the record of its configuration. */
  CONFIGURE(Duration.ofSeconds(10)),
  /** {@code SinkPlugin.open}, and asking the sink for its parts, which are kept. */
  OPEN(Duration.ofMinutes(5)),
  CLOSE(Duration.ofSeconds(10)),
  /** Of a whole revision; what is removed by then stays removed, and dropping again goes on. */
  DROP(Duration.ofMinutes(10)),
  /** A batch; the configuration says how long. */
  WRITE(Duration.ofMinutes(1)),
  REPAIR(Duration.ofMinutes(5)),
  /** One event's, on the projector's own thread: interrupted then, and told of. */
  PROJECT(Duration.ofMinutes(1)),
  HASH(Duration.ofMinutes(1)),
  READ,
  READ_ALL,
  HEADS,
  CHART,
  TYPE,
  HISTORY,
  VERSION,
  QUERY,
  COUNT,
  SCAN,
  FIND;

  private final Duration longest;

  PluginCall() {
    // after the deadline, which the sink has given to its store: it knows better why it is late
    this(Duration.ofSeconds(5));
  }

  PluginCall(Duration longest) {
    this.longest = longest;
  }

  Duration longest() {
    return longest;
  }

  /** The word in metrics. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
