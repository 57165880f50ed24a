package io.distributary.gateway.verify;

import io.distributary.schemas.ResourceId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The fold of the log: for each resource the newest event, and what the view may hold instead. On
 * disk, but for one bit a resource.
 */
final class Expected {
  /** Stands in no resource's name. */
  private static final String BEHIND_NAME = " ";

  private final NameMap heads;
  private final NameMap others;
  private final NameMap keys;
  private final BitSet seen = new BitSet();
  private int count;

  Expected(Scratch scratch) {
    heads = new NameMap(scratch.map("heads"));
    others = new NameMap(scratch.map("others"));
    keys = new NameMap(scratch.map("keys"));
  }

  /**
   * The newest event of a resource.
   *
   * @param number of the resource
   * @param key of that event
   * @param severalKeys whether the resource's events have different ones
   */
  private record Head(int number, ResourceId key, boolean severalKeys, LoggedEvent held) {
    String text() {
      return number + " " + key + (severalKeys ? " s " : " o ") + held.text();
    }

    static Head parse(String text) {
      String[] parts = text.split(" ", 4);
      return new Head(
          Integer.parseInt(parts[0]),
          ResourceId.parse(parts[1]),
          parts[2].equals("s"),
          LoggedEvent.parse(parts[3]));
    }
  }

  /** Takes in an event below the barrier that was not rejected; in any order. */
  void take(Fact<?> fact) {
    Optional<Head> old = head(fact.name());
    if (old.isEmpty()) {
      heads.put(fact.name(), new Head(count++, fact.key(), false, fact.held()).text());
    } else {
      take(fact, old.get());
    }
  }

  private void take(Fact<?> fact, Head old) {
    boolean several = old.severalKeys() || !old.key().equals(fact.key());
    if (several) {
      note(fact.name(), old.key(), old.held());
      note(fact.name(), fact.key(), fact.held());
    }
    boolean newer = fact.held().isNewerThan(old.held());
    Head now =
        newer
            ? new Head(old.number(), fact.key(), several, fact.held())
            : new Head(old.number(), old.key(), several, old.held());
    if (!now.equals(old)) {
      heads.put(fact.name(), now.text());
    }
  }

  /** The newest event under each of the keys of a resource. */
  private void note(String name, ResourceId key, LoggedEvent held) {
    String place = name + BEHIND_NAME + key;
    Optional<LoggedEvent> known = keys.get(place).map(LoggedEvent::parse);
    if (known.isEmpty() || held.isNewerThan(known.get())) {
      keys.put(place, held.text());
    }
  }

  /** Takes in an event that may be in the view or not. */
  void takeOther(Fact<?> fact) {
    others.put(fact.name() + BEHIND_NAME + fact.held().version(), fact.held().text());
  }

  /** Marks a resource as one of which the view holds something. */
  Optional<LoggedEvent> see(String name) {
    Optional<Head> head = head(name);
    head.ifPresent(found -> seen.set(found.number()));
    return head.map(Head::held);
  }

  /** Resources that were not seen. */
  void unseen(Consumer<String> visitor) {
    heads.chunks(
        names ->
            names.stream()
                .filter(name -> head(name).filter(head -> !seen.get(head.number())).isPresent())
                .forEach(visitor));
  }

  LoggedResource known(String name) {
    List<LoggedEvent> maybe =
        others.texts(name + BEHIND_NAME).stream().map(LoggedEvent::parse).toList();
    return new LoggedResource(head(name).map(Head::held), maybe);
  }

  /** Resources that live under more than one key: their key changed without a deletion between. */
  void moved(Consumer<String> visitor) {
    heads.chunks(
        names ->
            names.stream()
                .filter(name -> head(name).filter(Head::severalKeys).isPresent())
                .filter(name -> livesUnder(name) > 1)
                .forEach(visitor));
  }

  private long livesUnder(String name) {
    return keys.texts(name + BEHIND_NAME).stream()
        .map(LoggedEvent::parse)
        .filter(held -> !held.deleted())
        .count();
  }

  private Optional<Head> head(String name) {
    return heads.get(name).map(Head::parse);
  }
}
