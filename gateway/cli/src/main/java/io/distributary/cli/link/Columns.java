package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.matching.record.Attribute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a CSV file says what of a patient.
 *
 * @param id the column of the record's id; null: the first
 * @param mappings in the order in which they were given
 */
public record Columns(@Nullable String id, List<Mapping> mappings) {
  /** A column and what it says. */
  record Mapping(Attribute attribute, String column) {}

  /**
   * Reads {@code given=first_name,family=surname}.
   *
   * @param ignored words of attributes that are left out
   * @throws CommandFailedException when a word is not known, or nothing is left
   */
  public static Columns of(@Nullable String id, List<String> pairs, List<String> ignored)
      throws CommandFailedException {
    Set<Attribute> out = EnumSet.noneOf(Attribute.class);
    for (String word : ignored) {
      out.add(attribute(word));
    }
    List<Mapping> mappings = new ArrayList<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0 || equals == pair.length() - 1) {
        throw new CommandFailedException(
            "'%s' after --columns is not like given=first_name.".formatted(pair));
      }
      Attribute attribute = attribute(pair.substring(0, equals).strip());
      if (!out.contains(attribute)) {
        mappings.add(new Mapping(attribute, pair.substring(equals + 1).strip()));
      }
    }
    return new Columns(id, mappings);
  }

  private static Attribute attribute(String word) throws CommandFailedException {
    return Attribute.of(word)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "Unknown attribute '%s'. Known: %s."
                        .formatted(
                            word,
                            Stream.of(Attribute.values())
                                .map(Attribute::word)
                                .collect(Collectors.joining(", ")))));
  }

  /** By column of a header, the attribute that it says; null where it is not used. */
  @Nullable Attribute[] in(List<String> header, Path file) throws CommandFailedException {
    if (mappings.isEmpty()) {
      throw new CommandFailedException(
          "Nothing to compare: --columns says which column of %s is what, for example given=first_name."
              .formatted(file));
    }
    @Nullable Attribute[] attributes = new Attribute[header.size()];
    for (Mapping mapping : mappings) {
      attributes[place(mapping.column(), header, file)] = mapping.attribute();
    }
    return attributes;
  }

  /** The place of the id in a header. */
  int idIn(List<String> header, Path file) throws CommandFailedException {
    String column = id;
    return column == null ? 0 : place(column, header, file);
  }

  private static int place(String column, List<String> header, Path file)
      throws CommandFailedException {
    Optional<Integer> found =
        Stream.iterate(0, i -> i < header.size(), i -> i + 1)
            .filter(i -> header.get(i).equals(column))
            .findFirst();
    return found.orElseThrow(
        () ->
            new CommandFailedException(
                "%s has no column '%s' among its %d: its first line must be a header."
                    .formatted(file, column, header.size())));
  }
}
