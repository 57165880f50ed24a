package io.distributary.cli.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which files are meant, and in which order they go. */
final class InputFiles {
  private static final List<String> FIRST = List.of("hospital", "practitioner");

  private InputFiles() {}

  /**
   * Files as given, folders replaced by the JSON and NDJSON files in them (also gzip'ed), hospitals
   * and practitioners before the rest, as others refer to them.
   */
  static List<Path> of(List<Path> given) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        files.addAll(in(path));
      } else {
        files.add(path);
      }
    }
    files.sort(Comparator.comparingInt(InputFiles::rank)); // stable
    return files;
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.(json|ndjson)(\\.gz)?"))
          .sorted()
          .toList();
    }
  }

  private static int rank(Path file) {
    String name = String.valueOf(file.getFileName());
    for (int rank = 0; rank < FIRST.size(); rank++) {
      if (name.startsWith(FIRST.get(rank))) {
        return rank;
      }
    }
    return FIRST.size();
  }
}
