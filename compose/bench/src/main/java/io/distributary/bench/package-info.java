/**
 * Benchmarks that run beside something else which does the same, in one run: {@code
 * compose/distributary bench}. {@link io.distributary.bench.Fanout} measures the gateway's fan-out
 * beside a program with the plain drivers, {@link io.distributary.bench.read.Reads} its reads.
 */
@NullMarked
package io.distributary.bench;

import org.jspecify.annotations.NullMarked;
