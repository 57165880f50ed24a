/** A stack that is tormented while it works, and checked afterwards. */
@NullMarked
package io.distributary.bench.survive;

import org.jspecify.annotations.NullMarked;
