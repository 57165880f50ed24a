package io.distributary.servers.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Takes away from group and others whatever they may do with files and folders. */
final class Ownership {
  static final Set<PosixFilePermission> OF_A_FILE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private Ownership() {}

  /** A file or folder and all that is in it; links are not followed. Nothing when it is missing. */
  static void tighten(Path top) throws IOException {
    if (!Files.exists(top)
        || Files.getFileAttributeView(top, PosixFileAttributeView.class) == null) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            tightenOne(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isSymbolicLink()) {
              tightenOne(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // somebody else's temporary file
            }
            throw failure;
          }
        });
  }

  static void tightenOne(Path path) throws IOException {
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(path);
    if (!OWNERS.containsAll(given)) {
      given.retainAll(OWNERS);
      Files.setPosixFilePermissions(path, given);
    }
  }
}
