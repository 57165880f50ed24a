package io.distributary.cli.ingest;

import io.distributary.schemas.ResourceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A resource on its way.
 *
 * @param json its bytes, as they are sent
 */
record Outgoing(ResourceId id, byte[] json) {

  /** A Bundle of type batch that puts each of them under its own id. */
  static byte[] batch(List<Outgoing> resources) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    write(out, "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
    String comma = "";
    for (Outgoing resource : resources) {
      write(
          out,
          comma
              + "{\"request\":{\"method\":\"PUT\",\"url\":\""
              + resource.id
              + "\"},\"resource\":");
      out.writeBytes(resource.json);
      write(out, "}");
      comma = ",";
    }
    write(out, "]}");
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Type and id only. */
  @Override
  public String toString() {
    return id.toString();
  }
}
