/** Linkage measured: files in a batch, patients as they come, and the memory that it takes. */
@NullMarked
package io.distributary.bench.match;

import org.jspecify.annotations.NullMarked;
