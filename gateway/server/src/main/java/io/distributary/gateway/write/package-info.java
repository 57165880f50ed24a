/**
 * Writing: checks a change, finds its key, appends it to the stream. Nothing here waits for a view;
 * what a view knows of a resource is used when it is at hand.
 */
@NullMarked
package io.distributary.gateway.write;

import org.jspecify.annotations.NullMarked;
