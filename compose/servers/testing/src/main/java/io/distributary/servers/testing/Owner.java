package io.distributary.servers.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** On whose behalf servers run: the Maven that runs this test, else this JVM. */
final class Owner {
  private static final List<String> PARTIAL_BUILD =
      List.of("-pl", "--projects", "-rf", "--resume-from");

  private final ProcessHandle process;

  private Owner(ProcessHandle process) {
    this.process = process;
  }

  static Owner current() {
    Optional<ProcessHandle> maven =
        Boolean.getBoolean("distributary.maven") ? nearestJavaAbove() : Optional.empty();
    return new Owner(maven.orElse(ProcessHandle.current()));
  }

  ProcessId id() {
    return ProcessId.of(process);
  }

  /** Whether it is a Maven that builds everything, so that all servers will be needed. */
  boolean buildsEverything() {
    return !process.equals(ProcessHandle.current())
        && process.info().arguments().stream().flatMap(Arrays::stream).noneMatch(Owner::isPartial);
  }

  private static boolean isPartial(String argument) {
    return PARTIAL_BUILD.stream()
        .anyMatch(option -> argument.equals(option) || argument.startsWith(option + "="));
  }

  /** Not simply the parent: a {@code sh -c} lies between. */
  private static Optional<ProcessHandle> nearestJavaAbove() {
    Optional<ProcessHandle> above = ProcessHandle.current().parent();
    while (above.isPresent() && !isJava(above.get())) {
      above = above.get().parent();
    }
    return above;
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }
}
