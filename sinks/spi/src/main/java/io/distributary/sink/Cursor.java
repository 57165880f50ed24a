package io.distributary.sink;

/**
 * A place in an answer that is read in several parts. A reader makes it and is the only one to
 * understand it; the host hands it back unchanged, to the same reader and for the same question,
 * perhaps much later and through another gateway. It names what was handed over last, so that what
 * is there all the time is handed over exactly once while others write.
 *
 * @param text at most 512 characters; empty: the beginning
 */
public record Cursor(String text) {
  /** Before the first item. */
  public static final Cursor START = new Cursor("");

  private static final int LONGEST = 512;

  public Cursor {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("A cursor has at most " + LONGEST + " characters");
    }
  }

  public boolean isStart() {
    return text.isEmpty();
  }

  /** Nothing of it: it may name a resource. */
  @Override
  public String toString() {
    return isStart() ? "start" : "cursor";
  }
}
