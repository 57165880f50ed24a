package io.distributary.gateway.log;

import io.distributary.schemas.Version;
import java.time.Instant;

/**
 * That the log has an event, durably.
 *
 * @param appended LogAppendTime, to the millisecond
 */
public record Appended(Version version, Instant appended) {}
