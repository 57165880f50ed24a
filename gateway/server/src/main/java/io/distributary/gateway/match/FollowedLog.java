package io.distributary.gateway.match;

import io.distributary.gateway.log.LogRange;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The log that an index of patients follows.
 *
 * @param ranges open it, once for each attempt
 * @param halt why it must not be used; empty when all is well
 */
public record FollowedLog(Supplier<LogRange> ranges, Supplier<Optional<String>> halt) {}
