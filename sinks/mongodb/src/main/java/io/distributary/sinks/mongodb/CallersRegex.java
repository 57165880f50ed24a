package io.distributary.sinks.mongodb;

import io.distributary.sink.InvalidQueryException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's regular expression may be, whatever server matches it. Servers match by trying
 * out: each rule here takes away one way to make that take exponentially long, or long by a high
 * power of the text's length. What the scan does not know is refused.
 *
 * <p>{@code expression := alternative ('|' alternative)*}, {@code alternative := (atom
 * quantifier?)*}, {@code atom := group | class | escape | character}.
 */
final class CallersRegex {
  private static final int LONGEST = 256;
  private static final int MOST_GROUPS = 10;

  /** Of all kinds, also {@code ?}: each may double the time. */
  private static final int MOST_REPETITIONS = 10;

  /** Those that may match more or less: time grows with the text's length to the power of these. */
  private static final int MOST_OPEN_REPETITIONS = 4;

  private static final int MOST_TIMES = 100;
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[ims]{1,3}\\)");
  private static final Pattern OPTIONS = Pattern.compile("[ims]{0,3}");
  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");
  private static final Pattern CATEGORY = Pattern.compile("\\{[LMNPSZC][a-z]?}");
  private static final String QUANTIFIERS = "*+?{";
  private static final String ESCAPES = "dDwWsStnr";
  private static final String PLACES = "bBAz";
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final String path;
  private final String regex;
  private int at;
  private int groups;
  private int repetitions;
  private int openRepetitions;

  private CallersRegex(String path, String regex) {
    this.path = path;
    this.regex = regex;
  }

  /**
   * Refuses what breaks a rule.
   *
   * @param path how messages name the expression; they do not show it
   */
  static void check(String path, String regex) throws InvalidQueryException {
    CallersRegex scan = new CallersRegex(path, regex);
    scan.require(regex.length() <= LONGEST, "is at most " + LONGEST + " characters long");
    scan.flags();
    scan.expression();
    scan.require(scan.at == regex.length(), "closes only groups that were opened");
    scan.compile();
  }

  /** The options beside an expression: no {@code x}, which would change what its signs mean. */
  static void checkOptions(String path, String options) throws InvalidQueryException {
    if (!OPTIONS.matcher(options).matches()) {
      throw new InvalidQueryException(path + ": the options are letters among i, m and s.");
    }
  }

  /** What a group contains. */
  private record Content(boolean repeats, boolean alternates) {
    static final Content PLAIN = new Content(false, false);

    Content and(Content other) {
      return new Content(repeats || other.repeats, alternates || other.alternates);
    }
  }

  /** How often an atom may match. */
  private record Times(int least, int most) {
    static final Times ONCE = new Times(1, 1);

    boolean repeats() {
      return most > 1;
    }

    boolean open() {
      return repeats() && least != most;
    }
  }

  private void flags() {
    var flags = FLAGS.matcher(regex);
    at = flags.lookingAt() ? flags.end() : 0;
  }

  private Content expression() throws InvalidQueryException {
    Content content = alternative();
    while (more() && peek() == '|') {
      at++;
      content = content.and(alternative()).and(new Content(false, true));
    }
    return content;
  }

  private Content alternative() throws InvalidQueryException {
    Content content = Content.PLAIN;
    while (more() && peek() != '|' && peek() != ')') {
      content = content.and(repeated());
    }
    return content;
  }

  private Content repeated() throws InvalidQueryException {
    boolean place = isPlace();
    Content content = atom();
    if (!more() || QUANTIFIERS.indexOf(peek()) < 0) {
      return content;
    }
    require(!place, "repeats nothing that matches a place");
    Times times = quantifier();
    count(times);
    require(
        !times.repeats() || content.equals(Content.PLAIN),
        "repeats no group that contains a repetition or alternatives");
    return content.and(new Content(true, false));
  }

  private void count(Times times) throws InvalidQueryException {
    repetitions++;
    openRepetitions += times.open() ? 1 : 0;
    require(repetitions <= MOST_REPETITIONS, "has at most " + MOST_REPETITIONS + " repetitions");
    require(
        openRepetitions <= MOST_OPEN_REPETITIONS,
        "has at most " + MOST_OPEN_REPETITIONS + " repetitions like *, + and {n,m}");
  }

  private Times quantifier() throws InvalidQueryException {
    Times times =
        switch (next()) {
          case '*' -> new Times(0, UNBOUNDED);
          case '+' -> new Times(1, UNBOUNDED);
          case '?' -> new Times(0, 1);
          default -> counts();
        };
    if (more() && (peek() == '?' || peek() == '+')) {
      at++; // the lazy and the possessive ones
    }
    require(!more() || QUANTIFIERS.indexOf(peek()) < 0, "repeats no repetition");
    return times;
  }

  private Times counts() throws InvalidQueryException {
    at--;
    var counts = COUNTS.matcher(regex).region(at, regex.length());
    require(counts.lookingAt(), "writes a { that is no repetition as \\{");
    at = counts.end();
    int least = Integer.parseInt(counts.group(1));
    int most = most(least, counts.group(2), counts.group(3));
    require(
        least <= MOST_TIMES && (most <= MOST_TIMES || most == UNBOUNDED),
        "repeats at most " + MOST_TIMES + " times by number");
    return new Times(least, most);
  }

  private static int most(int least, @Nullable String comma, @Nullable String number) {
    if (comma == null || number == null) {
      return least;
    }
    return number.isEmpty() ? UNBOUNDED : Integer.parseInt(number);
  }

  private boolean isPlace() {
    char sign = peek();
    boolean escaped = sign == '\\' && at + 1 < regex.length();
    return sign == '^' || sign == '$' || escaped && PLACES.indexOf(regex.charAt(at + 1)) >= 0;
  }

  private Content atom() throws InvalidQueryException {
    char sign = next();
    switch (sign) {
      case '(' -> {
        return group();
      }
      case '[' -> characterClass();
      case '\\' -> escape(ESCAPES + PLACES);
      default -> require(QUANTIFIERS.indexOf(sign) < 0, "repeats something");
    }
    return Content.PLAIN;
  }

  private Content group() throws InvalidQueryException {
    groups++;
    require(groups <= MOST_GROUPS, "has at most " + MOST_GROUPS + " groups");
    if (more() && peek() == '?') {
      require(
          regex.startsWith("?:", at),
          "has no look-arounds, flags within or other groups that begin with (? but (?:");
      at += 2;
    }
    Content content = expression();
    require(more(), "closes every group");
    at++;
    return content;
  }

  private void characterClass() throws InvalidQueryException {
    if (more() && peek() == '^') {
      at++;
    }
    require(!more() || peek() != ']', "names something in each [ ], a ] as \\]");
    while (more() && peek() != ']') {
      char sign = next();
      require(sign != '[', "writes a [ within [ ] as \\[");
      require(sign != '&' || !regex.startsWith("&", at), "has no && within [ ]");
      if (sign == '\\') {
        escape(ESCAPES);
      }
    }
    require(more(), "closes every [");
    at++;
  }

  /** Signs, the usual classes and {@code \p{L}}; no back-references, quotes or codes. */
  private void escape(String letters) throws InvalidQueryException {
    require(more(), "ends with no single \\");
    char escaped = next();
    if (escaped == 'p' || escaped == 'P') {
      var category = CATEGORY.matcher(regex).region(at, regex.length());
      require(category.lookingAt(), "has classes like \\p{L} of one or two letters only");
      at = category.end();
      return;
    }
    boolean sign = escaped > ' ' && escaped < 128 && !Character.isLetterOrDigit(escaped);
    require(
        sign || letters.indexOf(escaped) >= 0,
        "has no back-references, and after a \\ a sign or one of " + letters + "pP only");
  }

  /** What else is wrong, as a range from z to a. */
  private void compile() throws InvalidQueryException {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new InvalidQueryException(path + " is no regular expression.");
    }
  }

  private boolean more() {
    return at < regex.length();
  }

  private char peek() {
    return regex.charAt(at);
  }

  private char next() {
    return regex.charAt(at++);
  }

  private void require(boolean holds, String rule) throws InvalidQueryException {
    if (!holds) {
      throw new InvalidQueryException(path + ": a regular expression " + rule + ".");
    }
  }
}
