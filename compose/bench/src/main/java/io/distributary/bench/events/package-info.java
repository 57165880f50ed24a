/** The events that are measured with, and how they come into a topic, all at one moment. */
@NullMarked
package io.distributary.bench.events;

import org.jspecify.annotations.NullMarked;
