package org.example.h2sink;

import io.distributary.schemas.event.Event;
import io.distributary.sink.ContentHash;
import io.distributary.sink.Projection;
import java.util.Optional;

/** Keeps every resource, byte by byte, with all its versions. */
final class H2Projection implements Projection<H2Content> {

  private static final byte[] NOTHING = {};

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean keepsHistory() {
    return true;
  }

  @Override
  public Optional<H2Content> project(Event event) {
    byte[] body = event.deleted() ? NOTHING : event.resource().json();
    return Optional.of(
        new H2Content(event.id(), event.key(), event.source(), event.deleted(), body));
  }

  @Override
  public String hash(H2Content content) {
    return fingerprint(content);
  }

  /** The hash of what is projected, and of what is read back. */
  static String fingerprint(H2Content content) {
    return new ContentHash()
        .add(Names.of(content.id()))
        .add(Names.of(content.key()))
        .add(content.source())
        .add(Boolean.toString(content.deleted()))
        .add(content.body())
        .hex();
  }
}
