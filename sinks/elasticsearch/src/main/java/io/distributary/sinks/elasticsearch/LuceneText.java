package io.distributary.sinks.elasticsearch;

import io.distributary.sink.InvalidQueryException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may write in the two small languages in which Lucene matches texts. Lucene makes an
 * automaton of them, which may have two to the power of their length states; so they are short and
 * simple.
 */
final class LuceneText {
  private static final int LONGEST = 100;
  private static final int MOST_WILDCARDS = 3;

  /** Single characters left open behind the first repetition: each may double the automaton. */
  private static final int MOST_OPEN = 10;

  private static final String NOT_ALLOWED = "~&<>@#\"";

  private LuceneText() {}

  /** A pattern of a {@code wildcard} query, with stars and question marks. */
  static void checkWildcards(@Nullable Object value, String path) throws InvalidQueryException {
    String pattern = String.valueOf(value);
    long wildcards = pattern.chars().filter(c -> c == '*' || c == '?').count();
    if (pattern.length() > LONGEST || wildcards > MOST_WILDCARDS) {
      throw new InvalidQueryException(
          path + ": must be at most 100 characters with at most 3 of * and ?");
    }
  }

  /** A regular expression of {@code include} and {@code exclude}. */
  static void checkPattern(String pattern, String path) throws InvalidQueryException {
    if (pattern.length() > LONGEST) {
      throw new InvalidQueryException(path + ": a pattern must be at most 100 characters");
    }
    new Pattern(pattern, path).check();
  }

  /** One pass over a pattern, from left to right. */
  private static final class Pattern {
    private static final String GROUP = "a group must not be repeated";

    private final String text;
    private final String path;
    private boolean inClass;
    private boolean repeats;
    private int groups;
    private int open;

    Pattern(String text, String path) {
      this.text = text;
      this.path = path;
    }

    void check() throws InvalidQueryException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          i++;
        } else if (inClass) {
          inClass = c != ']';
        } else {
          i = take(c, i);
        }
      }
    }

    /** Where the character ends. */
    private int take(char c, int at) throws InvalidQueryException {
      require(NOT_ALLOWED.indexOf(c) < 0, "the operators " + NOT_ALLOWED + " are not allowed");
      switch (c) {
        case '(' -> require(++groups == 1, "a group must not hold a group");
        case ')' -> {
          groups--;
          require(at + 1 == text.length() || "*+?{".indexOf(text.charAt(at + 1)) < 0, GROUP);
        }
        case '[' -> {
          inClass = true;
          open(1);
        }
        case '.', '?', '|' -> open(1);
        case '*', '+' -> {
          open(1);
          repeats = true;
        }
        case '{' -> {
          return counted(at);
        }
        default -> {
          // itself
        }
      }
      return at;
    }

    private void open(int more) throws InvalidQueryException {
      open += repeats ? more : 0;
      require(open <= MOST_OPEN, "too much is left open behind the first * or +");
    }

    /** {@code {2}} or {@code {2,5}}. */
    private int counted(int at) throws InvalidQueryException {
      int end = text.indexOf('}', at);
      String counts = end < 0 ? "" : text.substring(at + 1, end);
      require(counts.matches("\\d{1,2}(,\\d{1,2})?"), "a count must be as {2} or {2,5}");
      int most = Integer.parseInt(counts.substring(counts.indexOf(',') + 1));
      require(most <= MOST_OPEN, "a count must be at most 10");
      open(most);
      return end;
    }

    private void require(boolean right, String rule) throws InvalidQueryException {
      if (!right) {
        throw new InvalidQueryException(path + ": in a pattern " + rule);
      }
    }
  }
}
