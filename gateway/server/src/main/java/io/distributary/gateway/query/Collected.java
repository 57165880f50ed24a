package io.distributary.gateway.query;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.util.HashMap;
import java.util.Map;

/** Keeps resources, each paid for before it is kept: until the answer has been sent. */
final class Collected implements Visitor<StoredResource> {
  private final Caller caller;
  private final Map<ResourceId, StoredResource> all = new HashMap<>();
  private boolean refused;

  Collected(Caller caller) {
    this.caller = caller;
  }

  @Override
  public boolean visit(StoredResource stored) {
    refused = !caller.share().grow((long) Metered.COPIES * stored.json().length);
    if (!refused) {
      all.put(stored.head().id(), stored);
    }
    return !refused;
  }

  /** To be called when the reader has returned: an answer without the rest would look whole. */
  Map<ResourceId, StoredResource> all() throws ReadException {
    if (refused) {
      throw Bulkhead.noMemory();
    }
    return all;
  }
}
