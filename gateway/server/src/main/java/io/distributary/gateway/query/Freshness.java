package io.distributary.gateway.query;

import io.distributary.schemas.Position;
import java.util.Optional;

/**
 * Which view answers, and how fresh the answer is.
 *
 * @param position of the stream that the answer surely contains; empty when unknown
 */
public record Freshness(String view, Optional<Position> position) {}
