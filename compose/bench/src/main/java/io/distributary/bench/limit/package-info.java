/**
 * The program that the gateway is measured against: Kafka's consumer and the four plain drivers,
 * with the best batch call of each, in a process of its own. It writes what the gateway's views
 * keep, guarded and durable alike, into collections, tables, nodes and an index of the same shape.
 * It does without whatever else the gateway does: checks of events, plugins, hashes, retries, dead
 * letters, looking for changed keys, metrics.
 *
 * <p>{@link io.distributary.bench.limit.LimitMain} reads and decodes each event once; one {@code
 * Lane} a store writes it.
 */
@NullMarked
package io.distributary.bench.limit;

import org.jspecify.annotations.NullMarked;
