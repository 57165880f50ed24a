/**
 * Two records laid beside each other: for each field the level at which they agree. Knows nothing
 * of weights.
 */
@NullMarked
package io.distributary.gateway.matching.compare;

import org.jspecify.annotations.NullMarked;
