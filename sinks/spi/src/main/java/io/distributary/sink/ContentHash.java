package io.distributary.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 over parts, each preceded by its length, so that no two lists of parts have the same
 * bytes.
 */
public final class ContentHash {
  private final MessageDigest digest;

  public ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  public ContentHash add(byte[] part) {
    int length = part.length;
    digest.update(
        new byte[] {
          (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
        });
    digest.update(part);
    return this;
  }

  public ContentHash add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  public ContentHash add(Optional<String> part) {
    return part.isPresent() ? add("+" + part.get()) : add("-");
  }

  /** 64 lower-case hex digits; starts anew afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
