package io.distributary.gateway.verify;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Texts by names, in the order of the names, on disk. */
final class NameMap {
  private static final int CHUNK = 1_000;

  private final MVMap<String, String> map;

  NameMap(MVMap<String, String> map) {
    this.map = map;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(map.get(name));
  }

  boolean has(String name) {
    return map.containsKey(name);
  }

  void put(String name, String text) {
    map.put(name, text);
  }

  void remove(String name) {
    map.remove(name);
  }

  long size() {
    return map.sizeAsLong();
  }

  /** The names behind one, or the first ones. */
  List<String> behind(@Nullable String last, int limit) {
    List<String> names = new ArrayList<>();
    Iterator<String> all = map.keyIterator(last);
    while (all.hasNext() && names.size() < limit) {
      String name = all.next();
      if (!name.equals(last)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Takes some names. */
  @FunctionalInterface
  interface NameChunk<E extends Exception> {
    void take(List<String> names) throws E;
  }

  /** All names, at most 1,000 at a time; the map may be changed meanwhile. */
  <E extends Exception> void chunks(NameChunk<E> visitor) throws E {
    List<String> names = behind(null, CHUNK);
    while (!names.isEmpty()) {
      visitor.take(names);
      names = behind(names.get(names.size() - 1), CHUNK);
    }
  }

  /** The texts under all names that begin so. */
  List<String> texts(String prefix) {
    List<String> texts = new ArrayList<>();
    var all = map.cursor(prefix);
    while (all.hasNext() && all.next().startsWith(prefix)) {
      texts.add(all.getValue());
    }
    return texts;
  }
}
