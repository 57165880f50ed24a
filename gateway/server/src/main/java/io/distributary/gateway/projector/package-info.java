/**
 * Moves the stream into the views: a pure state machine a view, the thin loop that runs it, and
 * what both say of themselves.
 */
@NullMarked
package io.distributary.gateway.projector;

import org.jspecify.annotations.NullMarked;
