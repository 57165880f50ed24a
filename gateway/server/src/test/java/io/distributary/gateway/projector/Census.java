package io.distributary.gateway.projector;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What happened in many {@link Simulation}s, so that it can be seen that faults really happen. */
final class Census {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Set<Long> states = new HashSet<>();
  private long schedules;
  private long halted;
  private long milliseconds;
  private long inputs;

  void saw(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  /** Takes in one state that a projector was in, among its log and its store. */
  void state(long hash) {
    inputs++;
    states.add(hash);
  }

  void scheduleEnded(long after, boolean withHalt) {
    schedules++;
    milliseconds += after;
    halted += withHalt ? 1 : 0;
  }

  void add(Census other) {
    other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    states.addAll(other.states);
    schedules += other.schedules;
    halted += other.halted;
    milliseconds += other.milliseconds;
    inputs += other.inputs;
  }

  long schedules() {
    return schedules;
  }

  long hours() {
    return Duration.ofMillis(milliseconds).toHours();
  }

  Set<Long> states() {
    return states;
  }

  long count(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Simulated: %,d schedules, %,d hours, %,d inputs, %,d distinct states, %,d faults; "
                    + "%,d schedules with a view that rightly stayed halted",
                schedules,
                hours(),
                inputs,
                states.size(),
                faults.values().stream().mapToLong(Long::longValue).sum(),
                halted));
    faults.forEach(
        (fault, count) ->
            text.append(String.format(Locale.ROOT, "%n  %-24s %,12d", words(fault), count)));
    return text.toString();
  }

  private static String words(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
