package io.distributary.gateway.log;

import java.util.Optional;

/**
 * Up to where a partition is read, or done.
 *
 * @param offset the next one
 * @param leaderEpoch of the last record, so that a log that lost its tail is noticed
 * @param assignment the number of the assignment under which the partition was read: a checkpoint
 *     of an earlier one is not committed
 */
public record Checkpoint(long offset, Optional<Integer> leaderEpoch, long assignment) {}
