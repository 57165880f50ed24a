package io.distributary.sink;

import io.distributary.sink.InvalidConfigException.Problem;
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

  /**
   * @throws InvalidConfigException when anything was reported
   */
  public void orThrow() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }
}
