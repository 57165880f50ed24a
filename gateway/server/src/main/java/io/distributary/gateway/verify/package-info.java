/**
 * Compares a view with the fold of the log, resource by resource, and repairs what differs: on
 * request all of it, and all the time a few events here and there.
 *
 * <p>More than 20 files: one comparison in steps, each with its small values, none of which anybody
 * else sees.
 */
@NullMarked
package io.distributary.gateway.verify;

import org.jspecify.annotations.NullMarked;
