package io.distributary.sinks.elasticsearch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a document that is being made. */
final class Fields {
  private final SortedMap<String, @Nullable Object> fields = new TreeMap<>();

  Fields put(String name, String value) {
    fields.put(name, value);
    return this;
  }

  Fields put(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  /** A list of what is not blank, each value once, in their order; absent when there is none. */
  void put(String name, Stream<String> values) {
    List<String> kept = values.filter(value -> !value.isBlank()).distinct().toList();
    if (!kept.isEmpty()) {
      fields.put(name, kept);
    }
  }

  /** The same, with so many characters at most. */
  void putUpTo(int characters, String name, Stream<String> values) {
    List<String> kept = new ArrayList<>();
    int left = characters;
    Iterator<String> rest = values.filter(value -> !value.isBlank()).distinct().iterator();
    while (left > 0 && rest.hasNext()) {
      String next = start(rest.next(), left);
      kept.add(next);
      left -= next.length();
    }
    put(name, kept.stream());
  }

  private static String start(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(characters - 1));
    return text.substring(0, splitsPair ? characters - 1 : characters);
  }

  /** In the order of their names. */
  SortedMap<String, @Nullable Object> map() {
    return Collections.unmodifiableSortedMap(fields);
  }
}
