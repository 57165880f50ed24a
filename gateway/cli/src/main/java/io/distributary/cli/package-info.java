/**
 * The command line: {@code serve} runs a gateway, everything else speaks HTTP to one that runs.
 * Ends with 0, 1 when it failed, 2 when it was called or configured wrongly.
 */
@NullMarked
package io.distributary.cli;

import org.jspecify.annotations.NullMarked;
