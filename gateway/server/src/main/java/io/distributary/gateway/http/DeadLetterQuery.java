package io.distributary.gateway.http;

import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.schemas.ResourceId;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Which dead letters a caller wants to see: {@code ?view=&subject=&discarded=&limit=}. */
record DeadLetterQuery(DeadLetterSelection which, int limit) {
  private static final int USUAL = 1_000;
  private static final int MOST = 10_000;

  static DeadLetterQuery of(RoutingContext ctx) {
    DeadLetterSelection which = DeadLetterSelection.ALL;
    Optional<String> view = one(ctx, "view");
    Optional<String> subject = one(ctx, "subject");
    which = view.isPresent() ? which.ofView(view.get()) : which;
    which = subject.isPresent() ? which.about(subject(subject.get())) : which;
    which =
        one(ctx, "discarded").map(DeadLetterQuery::isTrue).orElse(false)
            ? which.withDiscarded()
            : which;
    return new DeadLetterQuery(which, one(ctx, "limit").map(DeadLetterQuery::limit).orElse(USUAL));
  }

  private static Optional<String> one(RoutingContext ctx, String name) {
    List<String> values = ctx.queryParam(name);
    if (values.size() > 1) {
      throw new HttpError(400, "invalid", "There is more than one " + name + ".", name);
    }
    return values.stream().findFirst();
  }

  static ResourceId subject(String text) {
    return ResourceId.tryParse(text)
        .orElseThrow(
            () -> new HttpError(400, "invalid", "subject is not of the form Type/id.", "subject"));
  }

  private static boolean isTrue(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new HttpError(400, "invalid", "discarded is true or false.", "discarded");
    }
    return text.equals("true");
  }

  /** 1 to 10,000. */
  static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MOST) {
      throw new HttpError(400, "invalid", "limit is a number from 1 to " + MOST + ".", "limit");
    }
    return Integer.parseInt(text);
  }
}
