package io.distributary.gateway.verify;

import io.distributary.schemas.Version;
import java.util.Collection;
import java.util.Set;

/** Which events lie in the dead letters of the revision, discarded ones included. Blocks. */
@FunctionalInterface
public interface RejectedVersions {
  Set<Version> among(Collection<Version> versions);
}
