package io.distributary.cli.ingest;

import io.distributary.schemas.fhir.References;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the references of one document literal: names of its own Bundle come before those of other
 * files.
 */
final class Resolver {
  private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]{0,63})\\?.*");

  private final Names own = new Names();
  private final Names all;

  /**
   * @param document all entries of it
   * @param all names of all files
   */
  Resolver(List<Entry> document, Names all) {
    this.all = all;
    document.forEach(own::add);
  }

  /**
   * @param tree with literal references wherever there is such a resource
   * @param unresolved the types that conditional references without such a resource ask for; with
   *     one of these the resource cannot be sent
   */
  record Resolved(Map<String, @Nullable Object> tree, Set<String> unresolved) {}

  Resolved resolve(Map<String, @Nullable Object> resource) {
    Set<String> unresolved = new LinkedHashSet<>();
    Map<String, @Nullable Object> tree =
        References.rewrite(
            resource,
            reference -> {
              Optional<String> literal = find(reference);
              if (literal.isEmpty()) {
                Matcher conditional = CONDITIONAL.matcher(reference);
                if (conditional.matches()) {
                  unresolved.add(conditional.group(1));
                }
              }
              return literal;
            });
    return new Resolved(tree, unresolved);
  }

  /** An identifier is shared by all files, a {@code fullUrl} belongs to its Bundle first. */
  private Optional<String> find(String reference) {
    return reference.contains("?identifier=")
        ? all.find(reference)
        : own.find(reference).or(() -> all.find(reference));
  }
}
