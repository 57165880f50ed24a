package io.distributary.gateway.matching.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which given names are short or familiar forms of the same name. */
public final class Nicknames {
  private static final int[] NONE = {};
  private static final Map<String, int[]> GROUPS = read();

  private Nicknames() {}

  /** The groups that a name belongs to, ascending; two names that share one may be one person's. */
  public static int[] groups(String name) {
    int[] groups = GROUPS.get(name);
    return groups == null ? NONE : groups;
  }

  /** Whether two lists of groups have one in common. */
  public static boolean shareOne(int[] a, int[] b) {
    for (int x : a) {
      for (int y : b) {
        if (x == y) {
          return true;
        }
      }
    }
    return false;
  }

  private static Map<String, int[]> read() {
    Map<String, int[]> groups = new HashMap<>();
    List<String> lines = lines();
    for (int line = 0; line < lines.size(); line++) {
      int group = line;
      for (String name : lines.get(line).split(" ")) {
        groups.merge(
            name,
            new int[] {group},
            (had, more) -> IntStream.concat(IntStream.of(had), IntStream.of(more)).toArray());
      }
    }
    return groups;
  }

  private static List<String> lines() {
    try (InputStream file =
            Objects.requireNonNull(Nicknames.class.getResourceAsStream("nicknames.txt"));
        BufferedReader reader = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
