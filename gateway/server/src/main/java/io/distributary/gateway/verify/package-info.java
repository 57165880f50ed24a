/**
 * Compares a view with the fold of the log, resource by resource, and mends what differs: on
 * request all of it, and all the time a few events here and there.
 */
@NullMarked
package io.distributary.gateway.verify;

import org.jspecify.annotations.NullMarked;
