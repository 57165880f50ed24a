/**
 * Records that come, change and go one by one, and which of them somebody may be who is described.
 */
@NullMarked
package io.distributary.gateway.matching.lookup;

import org.jspecify.annotations.NullMarked;
