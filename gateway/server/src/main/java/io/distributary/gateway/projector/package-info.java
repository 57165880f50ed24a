/**
 * Moves the stream into the views: a pure state machine a view, the thin loop that runs it, and
 * what both say of themselves.
 *
 * <p>More than 20 files: one loop with its effects and inputs, each a small type; redrive writes by
 * the same parts.
 */
@NullMarked
package io.distributary.gateway.projector;

import org.jspecify.annotations.NullMarked;
