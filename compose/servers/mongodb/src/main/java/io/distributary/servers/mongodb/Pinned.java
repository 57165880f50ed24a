package io.distributary.servers.mongodb;

import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Reads without a lock: the store, which is told to use freed room again at once, leaves alone what
 * the map consists of meanwhile. For short readings, as the file grows behind them.
 */
final class Pinned {
  private Pinned() {}

  static <T> T read(MVMap<?, ?> map, Supplier<T> reading) {
    MVStore store = map.getStore();
    MVStore.TxCounter version = store.registerVersionUsage();
    try {
      return reading.get();
    } finally {
      store.deregisterVersionUsage(version);
    }
  }
}
