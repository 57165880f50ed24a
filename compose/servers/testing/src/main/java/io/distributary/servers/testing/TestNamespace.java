package io.distributary.servers.testing;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A name that no other test class and no other run uses, legal as topic prefix, database, table
 * prefix, index prefix and consumer group: lower-case letters and digits, a letter first, 40
 * characters at most. Shared servers are told apart by such names; nothing is dropped at the end.
 */
public record TestNamespace(String name) {
  private static final int LONGEST_CLASS_NAME = 30;
  private static final long DIFFERENT = 36L * 36 * 36 * 36 * 36 * 36 * 36;

  /** A new one, which shows the class's name. */
  public static TestNamespace of(Class<?> testClass) {
    String readable =
        testClass.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String shortened = readable.substring(0, Math.min(LONGEST_CLASS_NAME, readable.length()));
    String unique =
        Long.toString(ThreadLocalRandom.current().nextLong(DIFFERENT), Character.MAX_RADIX);
    return new TestNamespace("t" + unique + "x" + shortened);
  }

  /** The namespace itself, for building names. */
  @Override
  public String toString() {
    return name;
  }
}
