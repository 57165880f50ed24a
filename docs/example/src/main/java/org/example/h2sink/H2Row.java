package org.example.h2sink;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ViewEntry;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * One row as it is stored. Anybody may have written it; its body is read when it is asked for.
 *
 * @param name the resource's name, or whatever stands there
 * @param stored the version's number, or whatever stands there
 * @param owner the key's name, or whatever stands there
 * @param appended milliseconds
 * @param source the system that sent it
 * @param deleted whether it is a tombstone
 * @param length of the body in bytes
 * @param blob the body in the store
 */
record H2Row(
    String name,
    long stored,
    String owner,
    long appended,
    String source,
    boolean deleted,
    long length,
    Blob blob) {

  static H2Row of(ResultSet row) throws SQLException {
    return new H2Row(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getBoolean(6),
        row.getLong(7),
        row.getBlob(8));
  }

  /** The version; empty when no event can have it. */
  Optional<Version> version() {
    return stored < 0 ? Optional.empty() : Optional.of(new Version(stored));
  }

  boolean isOwnedBy(ResourceId key) {
    return owner.equals(Names.of(key));
  }

  /** What is known of the resource; empty when this sink did not write the row. */
  Optional<ResourceHead> head() {
    return version()
        .flatMap(
            version ->
                ResourceId.tryParse(name)
                    .flatMap(
                        id ->
                            ResourceId.tryParse(owner)
                                .map(
                                    key ->
                                        ResourceHead.of(
                                            id,
                                            key,
                                            version,
                                            Instant.ofEpochMilli(appended),
                                            source,
                                            deleted))));
  }

  /** The content, read from the store; empty when this sink did not write the row. */
  Optional<H2Content> content() throws SQLException {
    Optional<ResourceHead> head = head();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    byte[] body = body();
    ResourceHead known = head.get();
    return isSound(known.id(), body)
        ? Optional.of(new H2Content(known.id(), known.key(), source, deleted, body))
        : Optional.empty();
  }

  /** What a verification sees of the row. */
  ViewEntry entry() throws SQLException {
    Optional<H2Content> content = content();
    return content.isPresent()
        ? ViewEntry.of(name, version(), deleted, H2Projection.fingerprint(content.get()))
        : ViewEntry.unreadable(name, version());
  }

  private byte[] body() throws SQLException {
    return length == 0 ? new byte[0] : blob.getBytes(1, (int) length);
  }

  private boolean isSound(ResourceId id, byte[] body) {
    if (deleted) {
      return body.length == 0;
    }
    try {
      return Resource.parse(body).id().equals(id);
    } catch (InvalidResourceException e) {
      return false;
    }
  }
}
