/** Reads through the gateway beside the same reads by the stores' plain drivers, in one run. */
@NullMarked
package io.distributary.bench.read;

import org.jspecify.annotations.NullMarked;
