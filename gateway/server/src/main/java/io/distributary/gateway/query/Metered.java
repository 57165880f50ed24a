package io.distributary.gateway.query;

import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;

/**
 * Takes memory for a large resource before it is handed on, and gives it back afterwards; the small
 * ones are paid for by what every answer has.
 */
final class Metered implements Visitor<StoredResource> {
  /** Larger ones are paid for one by one, in bytes. */
  private static final int LARGE = 64 << 10;

  /** The resource, and what is rendered from it. */
  static final int COPIES = 2;

  private final Visitor<StoredResource> visitor;
  private final Budget.Share share;
  private boolean refused;

  Metered(Visitor<StoredResource> visitor, Caller caller) {
    this.visitor = visitor;
    this.share = caller.share();
  }

  @Override
  public boolean visit(StoredResource stored) {
    if (stored.json().length <= LARGE) {
      return visitor.visit(stored);
    }
    long bytes = (long) COPIES * stored.json().length;
    if (!share.grow(bytes)) {
      refused = true;
      return false;
    }
    try {
      return visitor.visit(stored);
    } finally {
      share.shrink(bytes);
    }
  }

  /** To be called when the reader has returned: an answer without the rest would look whole. */
  void check() throws ReadException {
    if (refused) {
      throw Bulkhead.noMemory();
    }
  }
}
