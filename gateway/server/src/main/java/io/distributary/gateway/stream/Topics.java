package io.distributary.gateway.stream;

/**
 * The names of the stream's topics and groups.
 *
 * @param prefix of all of them
 */
public record Topics(String prefix) {
  public String events() {
    return prefix + ".events";
  }

  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  public String control() {
    return prefix + ".control";
  }

  /** The consumer group of one revision of a view. */
  public String group(String view, int revision) {
    return prefix + "." + view + ".r" + revision;
  }

  /** Whether a consumer group has the name of a view's. */
  boolean isGroup(String group) {
    return group.startsWith(prefix + ".") && group.matches(".*\\.r[0-9]+");
  }
}
