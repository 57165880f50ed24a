package io.distributary.gateway.control;

import org.jspecify.annotations.Nullable;

/**
 * How many dead letters are discarded now.
 *
 * @param next where to go on; null when nothing is left
 */
public record DiscardedJson(long discarded, @Nullable String next) implements ControlDocument {}
