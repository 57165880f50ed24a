package io.distributary.gateway.plan;

import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.RevisionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A view's plan as a record of the control topic: key {@code view.<name>}, value {@code
 * {"live":1,"next":2,"paused":false,"revisions":[{"number":1,"projection":1,"proven":true,"dropping":false}]}}.
 */
final class PlanCodec {
  private static final String PREFIX = "view.";

  private PlanCodec() {}

  static String key(String view) {
    return PREFIX + view;
  }

  static byte[] encode(ViewPlan plan) {
    return Json.write(
        Map.of(
            "live",
            plan.live().number(),
            "next",
            plan.next(),
            "paused",
            plan.paused(),
            "revisions",
            plan.revisions().stream().map(PlanCodec::tree).toList()));
  }

  private static Map<String, @Nullable Object> tree(Revision revision) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("number", revision.id().number());
    revision.projection().ifPresent(version -> tree.put("projection", version));
    tree.put("proven", revision.proven());
    tree.put("dropping", revision.dropping());
    return tree;
  }

  /**
   * Empty for records that are not of a view.
   *
   * @throws StreamException a halt, when the record cannot be read
   */
  static Optional<ViewPlan> decode(String key, byte[] value) {
    if (!key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      String view = key.substring(PREFIX.length());
      Map<String, @Nullable Object> tree = Json.parseObject(value, JsonLimits.RESOURCE);
      return Optional.of(
          new ViewPlan(
              new RevisionId(view, number(tree.get("live"))),
              number(tree.get("next")),
              Boolean.TRUE.equals(tree.get("paused")),
              revisions(view, tree.get("revisions"))));
    } catch (InvalidResourceException | IllegalArgumentException e) {
      throw StreamException.halt(
          "control-unreadable",
          "The record '"
              + key
              + "' of the control topic cannot be read. It was not written by a gateway.");
    }
  }

  private static List<Revision> revisions(String view, @Nullable Object list) {
    if (!(list instanceof List<?> items) || items.isEmpty()) {
      throw new IllegalArgumentException("No revisions");
    }
    return items.stream().map(item -> revision(view, item)).toList();
  }

  private static Revision revision(String view, @Nullable Object item) {
    if (!(item instanceof Map<?, ?> tree)) {
      throw new IllegalArgumentException("Not a revision");
    }
    Object projection = tree.get("projection");
    return new Revision(
        new RevisionId(view, number(tree.get("number"))),
        projection == null ? OptionalInt.empty() : OptionalInt.of(number(projection)),
        Boolean.TRUE.equals(tree.get("proven")),
        Boolean.TRUE.equals(tree.get("dropping")));
  }

  private static int number(@Nullable Object value) {
    return Integer.parseInt(String.valueOf(value));
  }
}
