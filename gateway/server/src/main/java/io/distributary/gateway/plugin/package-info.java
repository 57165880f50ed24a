/**
 * Finds sink plugins in their folders, each with a class loader of its own, and opens the sinks of
 * the configured views behind the host's decorators (time-outs and metrics, written once).
 */
@NullMarked
package io.distributary.gateway.plugin;

import org.jspecify.annotations.NullMarked;
