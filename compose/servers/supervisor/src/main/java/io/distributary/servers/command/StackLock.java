package io.distributary.servers.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether a stack is up in a folder, without guessing: the system gives a lock back when its holder
 * ends, however it ends.
 */
final class StackLock implements AutoCloseable {
  private final FileChannel channel;

  private StackLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, or empty while somebody has it. */
  static Optional<StackLock> tryAcquire(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new StackLock(channel));
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // The same answer as for a lock that another process has.
    }
    channel.close();
    return Optional.empty();
  }

  /** Whether somebody has it. */
  static boolean isHeld(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Optional<StackLock> mine = tryAcquire(file);
    if (mine.isPresent()) {
      mine.get().close();
    }
    return mine.isEmpty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
