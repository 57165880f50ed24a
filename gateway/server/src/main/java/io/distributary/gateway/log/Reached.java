package io.distributary.gateway.log;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How far a topic has been followed, and who waits for it. */
final class Reached {
  private final NavigableMap<Long, Promise<Void>> waiting = new TreeMap<>();
  private long last = -1;

  /** Done when the record at this offset has been taken in. */
  synchronized Future<Void> at(long offset) {
    return offset <= last
        ? Future.succeededFuture()
        : waiting.computeIfAbsent(offset, at -> Promise.promise()).future();
  }

  /** All records up to this one are taken in. */
  void upTo(long offset) {
    passed(offset).forEach(Promise::complete);
  }

  private synchronized List<Promise<Void>> passed(long offset) {
    last = Math.max(last, offset);
    Collection<Promise<Void>> done = waiting.headMap(offset, true).values();
    List<Promise<Void>> passed = new ArrayList<>(done);
    done.clear();
    return passed;
  }
}
