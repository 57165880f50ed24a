package io.distributary.gateway.http;

import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Budget.Kind;
import io.distributary.gateway.query.Budget.Share;
import io.distributary.gateway.query.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Who asks, told apart by address, as nobody is authenticated yet; and the memory that a request
 * holds until its answer has been sent.
 */
final class Callers {
  private static final String SHARES = Callers.class.getName();

  private final Budget budget;

  Callers(Budget budget) {
    this.budget = budget;
  }

  /** The caller with a share for this request. */
  Caller of(RoutingContext ctx, Kind kind) {
    String name = name(ctx);
    Share share = budget.open(kind, name);
    shares(ctx).add(share);
    return new Caller(name, share);
  }

  /** By which callers are told apart. */
  static String name(RoutingContext ctx) {
    return ctx.request().remoteAddress().hostAddress();
  }

  private static List<Share> shares(RoutingContext ctx) {
    List<Share> shares = ctx.get(SHARES);
    if (shares == null) {
      shares = new ArrayList<>(2);
      ctx.put(SHARES, shares);
    }
    return shares;
  }

  /** The request was answered, or is lost: gives back what it held. */
  static void end(RoutingContext ctx) {
    shares(ctx).forEach(Share::end);
  }
}
