package io.distributary.gateway.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;

/**
 * Room on disk for as long as a verification runs: its maps may be much larger than the memory that
 * they take.
 */
final class Scratch implements AutoCloseable {
  private static final int CACHE_MB = 8;
  private static final int UNSAVED_KB = 4 << 10;

  private final Path folder;
  private final MVStore store;

  /**
   * @throws UncheckedIOException and {@code MVStoreException} when there is no room
   */
  Scratch() {
    try {
      folder = Files.createTempDirectory("distributary-verify-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = folder.resolve("fold.mv.db");
    store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MB)
            .autoCommitBufferSize(UNSAVED_KB)
            .open();
    store.setVersionsToKeep(0);
    store.setRetentionTime(0);
  }

  MVMap<String, String> map(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  @Override
  public void close() {
    store.closeImmediately();
    try {
      Files.deleteIfExists(folder.resolve("fold.mv.db"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
