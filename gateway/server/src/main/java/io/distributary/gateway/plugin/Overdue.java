package io.distributary.gateway.plugin;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls of each kind were given up and have not come back. */
final class Overdue {
  private final Map<PluginCall, AtomicInteger> counts = new EnumMap<>(PluginCall.class);

  Overdue() {
    for (PluginCall kind : PluginCall.values()) {
      counts.put(kind, new AtomicInteger());
    }
  }

  int of(PluginCall kind) {
    return count(kind).get();
  }

  void givenUp(PluginCall kind) {
    count(kind).incrementAndGet();
  }

  void cameBack(PluginCall kind) {
    count(kind).decrementAndGet();
  }

  int all() {
    return counts.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private AtomicInteger count(PluginCall kind) {
    return counts.getOrDefault(kind, new AtomicInteger());
  }
}
