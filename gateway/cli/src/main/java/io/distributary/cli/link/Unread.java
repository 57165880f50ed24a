package io.distributary.cli.link;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Attributes of which most of what the files say counts as missing: a wrong column, or a form that
 * is not known. May be counted by several threads.
 */
final class Unread {
  private static final Attribute[] ATTRIBUTES = Attribute.values();

  private final AtomicLongArray said = new AtomicLongArray(ATTRIBUTES.length);
  private final AtomicLongArray unread = new AtomicLongArray(ATTRIBUTES.length);

  void count(PatientRecord record, Features features) {
    for (Attribute attribute : ATTRIBUTES) {
      if (!record.all(attribute).isEmpty()) {
        said.incrementAndGet(attribute.ordinal());
        if (Normalizer.isUnread(record, attribute, features)) {
          unread.incrementAndGet(attribute.ordinal());
        }
      }
    }
  }

  /** A sentence for each attribute of which more than half is missing. */
  Stream<String> notes() {
    return Stream.of(ATTRIBUTES)
        .filter(attribute -> 2 * unread.get(attribute.ordinal()) > said.get(attribute.ordinal()))
        .map(this::note);
  }

  private String note(Attribute attribute) {
    return String.format(
        Locale.ROOT,
        "%s: of %,d records that say something, %,d say what is a placeholder or cannot be read,"
            + " and counts as missing. Is it the right column?",
        attribute.word(),
        said.get(attribute.ordinal()),
        unread.get(attribute.ordinal()));
  }
}
