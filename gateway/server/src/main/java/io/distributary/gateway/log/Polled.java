package io.distributary.gateway.log;

import io.distributary.schemas.event.StreamRecord;
import java.util.List;
import java.util.Map;

/**
 * What one poll brought.
 *
 * @param next for each partition that moved, also when all that it passed were transaction markers
 */
public record Polled(List<StreamRecord> records, Map<Integer, Checkpoint> next) {
  public static final Polled NOTHING = new Polled(List.of(), Map.of());
}
