/** The servers that a benchmark runs against: where they are, and how they are emptied. */
@NullMarked
package io.distributary.bench.stores;

import org.jspecify.annotations.NullMarked;
