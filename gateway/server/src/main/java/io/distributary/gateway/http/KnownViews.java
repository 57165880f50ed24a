package io.distributary.gateway.http;

import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.view.View;
import io.vertx.ext.web.RoutingContext;

/** The view that a path names: parameter {@code view}. */
record KnownViews(Views views) {
  /** Throws 404 with the known names when there is no such view. */
  View of(RoutingContext ctx) {
    try {
      return views.known(ctx.pathParam("view"));
    } catch (ReadException e) {
      throw HttpError.of(e, 404);
    }
  }
}
