package io.distributary.gateway.query;

import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;

/**
 * Who asks a view, and the memory that the answer may hold.
 *
 * @param name by which callers are told apart: an address; never a patient's name
 */
public record Caller(String name, Share share) {
  private static final String ITSELF = "gateway";

  private static final Budget UNBOUNDED = Budget.unbounded();

  /** The gateway itself, whose reads are bounded by what they are for. */
  public static final Caller GATEWAY = lookingUp(ITSELF);

  /** One for whom the gateway looks something up of which the request's memory is paid already. */
  static Caller lookingUp(String name) {
    return new Caller(name, UNBOUNDED.open(BudgetKind.OTHER, name));
  }
}
