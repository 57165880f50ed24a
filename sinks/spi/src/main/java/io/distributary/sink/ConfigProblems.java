package io.distributary.sink;

import io.distributary.sink.InvalidConfigException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration record, so that all of it is said at once. */
public final class ConfigProblems {
  private final List<Problem> problems = new ArrayList<>();

  /** Reports a component unless it is right. */
  public ConfigProblems check(boolean right, String component, String message) {
    if (!right) {
      problems.add(new Problem(component, message));
    }
    return this;
  }

  /** Reports a component that has no default and was not given. */
  public ConfigProblems require(@Nullable Object value, String component) {
    return check(value != null, component, "is required");
  }

  /** Reports a duration that is shorter than the least or longer than the most. */
  public ConfigProblems duration(Duration value, String component, Duration least, Duration most) {
    boolean right = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    return check(right, component, "must be " + text(least) + " to " + text(most));
  }

  /** As it is written in a configuration: {@code 100ms}, {@code 5s}, {@code 10m}, {@code 1h}. */
  private static String text(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() > 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutesPart() > 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
  }

  /**
   * @throws InvalidConfigException when anything was reported
   */
  public void orThrow() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }
}
