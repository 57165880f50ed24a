package io.distributary.sink;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration with everything that is wrong with it. */
public final class InvalidConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /**
   * @param path of the value, for example {@code views[1].config.uri}; empty for the whole
   * @param message a sentence that says what is expected there
   */
  public record Problem(String path, String message) {
    /** The same problem seen from further out. */
    public Problem within(String prefix) {
      return new Problem(path.isEmpty() ? prefix : prefix + "." + path, message);
    }

    @Override
    public String toString() {
      return path.isEmpty() ? message : path + ": " + message;
    }
  }
}
