package io.distributary.gateway.http;

import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;
import io.distributary.gateway.query.Caller;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, told apart by address, as nobody is authenticated yet; and the memory that a request
 * holds until its answer has been sent.
 */
final class Callers {
  private static final String SHARES = Callers.class.getName();
  private static final String KEPT = SHARES + ".kept";

  private final Budget budget;

  Callers(Budget budget) {
    this.budget = budget;
  }

  /** The caller with a share for this request. */
  Caller of(RoutingContext ctx, BudgetKind kind) {
    String name = name(ctx);
    Share share = budget.open(kind, name);
    shares(ctx, SHARES).add(share);
    return new Caller(name, share);
  }

  /** By which callers are told apart. */
  static String name(RoutingContext ctx) {
    return name(ctx.request());
  }

  static String name(HttpServerRequest request) {
    return request.remoteAddress().hostAddress();
  }

  /**
   * The same where what it holds is used until the request is answered: it is not given back before
   * that, even if its client leaves.
   */
  Caller keeping(RoutingContext ctx, BudgetKind kind) {
    Caller caller = of(ctx, kind);
    caller.share().enter();
    shares(ctx, KEPT).add(caller.share());
    return caller;
  }

  private static List<Share> shares(RoutingContext ctx, String which) {
    List<Share> shares = ctx.get(which);
    if (shares == null) {
      shares = new ArrayList<>(2);
      ctx.put(which, shares);
    }
    return shares;
  }

  /** The share that the request took first; empty when it needs none, its answer being small. */
  static Optional<Share> first(RoutingContext ctx) {
    return shares(ctx, SHARES).stream().findFirst();
  }

  /** The client has left: nothing more is taken, and what nobody uses any more is given back. */
  static void left(RoutingContext ctx) {
    shares(ctx, SHARES).forEach(Share::end);
  }

  /** The request was answered, or is lost: gives back what it held. */
  static void end(RoutingContext ctx) {
    left(ctx);
    shares(ctx, KEPT).forEach(Share::exit);
    shares(ctx, KEPT).clear();
  }
}
