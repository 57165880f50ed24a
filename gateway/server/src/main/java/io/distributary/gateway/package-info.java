/**
 * The hub: one process that keeps the views and answers for them. {@code Gateway} wires it, {@code
 * Main} starts it.
 */
@NullMarked
package io.distributary.gateway;

import org.jspecify.annotations.NullMarked;
