package io.distributary.gateway.http;

import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.projector.DeadLetterService.Stretch;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about many dead letters: {@code {"view"}}, {@code {"subject"}}, both, or
 * {@code {"all":true}}.
 *
 * @param reason in the operator's words; empty where none is asked for
 */
record DeadLetterRequest(Stretch stretch, String reason) {
  private static final JsonLimits SMALL = new JsonLimits(16 << 10, 4, 20);
  private static final int LONGEST_REASON = 500;
  private static final int USUAL = 10_000;
  private static final String REASON = "reason";
  private static final Set<String> SELECTING =
      Set.of("view", "subject", "all", "discarded", "after", "limit");

  /** Without a reason. */
  static DeadLetterRequest redrive(byte[] body) {
    Map<String, @Nullable Object> tree = tree(body);
    allow(tree, SELECTING);
    return new DeadLetterRequest(stretch(tree), "");
  }

  /** With a reason. */
  static DeadLetterRequest discard(byte[] body) {
    Map<String, @Nullable Object> tree = tree(body);
    Set<String> known = new HashSet<>(SELECTING);
    known.add(REASON);
    allow(tree, known);
    return new DeadLetterRequest(stretch(tree), reason(tree));
  }

  /** The reason alone. */
  static String discardOne(byte[] body) {
    Map<String, @Nullable Object> tree = tree(body);
    allow(tree, Set.of(REASON));
    return reason(tree);
  }

  private static Map<String, @Nullable Object> tree(byte[] body) {
    if (body.length == 0) {
      return Map.of();
    }
    try {
      return Json.parseObject(body, SMALL);
    } catch (InvalidResourceException e) {
      throw HttpError.invalid("The body is not one JSON object that can be read.");
    }
  }

  private static void allow(Map<String, @Nullable Object> tree, Set<String> known) {
    if (!known.containsAll(tree.keySet())) {
      throw HttpError.invalid(
          "The body may say " + String.join(", ", known.stream().sorted().toList()) + ".");
    }
  }

  private static Stretch stretch(Map<String, @Nullable Object> tree) {
    Optional<String> view = text(tree, "view");
    Optional<String> subject = text(tree, "subject");
    boolean some = view.isPresent() || subject.isPresent();
    if (some == isTrue(tree, "all")) {
      throw HttpError.invalid(
          "The body says which: {\"view\":…}, {\"subject\":\"Type/id\"}, both, or {\"all\":true}.");
    }
    DeadLetterSelection which = DeadLetterSelection.ALL;
    which = view.isPresent() ? which.ofView(view.get()) : which;
    which = subject.isPresent() ? which.about(DeadLetterQuery.subject(subject.get())) : which;
    which = isTrue(tree, "discarded") ? which.withDiscarded() : which;
    Object limit = tree.get("limit");
    return new Stretch(
        which,
        text(tree, "after").map(DeadLetterRequest::id),
        limit == null ? USUAL : DeadLetterQuery.limit(limit.toString()));
  }

  private static String id(String after) {
    if (!after.matches("[a-z][a-z0-9-]*\\.r\\d{1,9}\\.\\d{1,4}\\.\\d{1,13}")) {
      throw new HttpError(400, "invalid", "after is not the id of a dead letter.", "after");
    }
    return after;
  }

  private static String reason(Map<String, @Nullable Object> tree) {
    String reason = text(tree, REASON).map(String::strip).orElse("");
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new HttpError(
          400,
          "invalid",
          "A reason is asked for, of at most " + LONGEST_REASON + " characters.",
          REASON);
    }
    return reason;
  }

  private static Optional<String> text(Map<String, @Nullable Object> tree, String name) {
    Object value = tree.get(name);
    if (value != null && !(value instanceof String)) {
      throw new HttpError(400, "invalid", name + " is not a text.", name);
    }
    return Optional.ofNullable((String) value);
  }

  private static boolean isTrue(Map<String, @Nullable Object> tree, String name) {
    Object value = tree.get(name);
    if (value != null && !(value instanceof Boolean)) {
      throw new HttpError(400, "invalid", name + " is true or false.", name);
    }
    return Boolean.TRUE.equals(value);
  }
}
