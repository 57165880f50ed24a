package io.distributary.sinks.neo4j;

import io.distributary.sink.InvalidQueryException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a statement's text for what a plan can hide: Neo4j does not list the operators of a
 * subquery inside an expression ({@code CASE WHEN … THEN COLLECT { LOAD CSV … }}), nor the
 * functions that are called. Strict where it would have to guess: outside of quotes a statement is
 * plain ASCII without comments and without {@code \} escapes, so that no other reader of Cypher can
 * see other words in it than this one.
 */
final class CypherText {
  private static final int MAX_LENGTH = 20_000;

  /**
   * Words, numbers, quoted texts and single signs. Planning takes the longer the more there are.
   */
  static final int MAX_PARTS = 1_000;

  /** Brackets within brackets: a parser tries more than one reading for each. */
  static final int MAX_DEPTH = 20;

  /** XOR as a normal form doubles with each: 20 of them are planned for minutes. */
  static final int MAX_XORS = 5;

  /** What begins with MATCH, WITH and the like: each is planned on top of all before it. */
  static final int MAX_CLAUSES = 50;

  private static final Pattern PART = Pattern.compile("\\w+|''|[^\\s\\w]");
  private static final Pattern MAKING =
      Pattern.compile("(?i)(?<![\\w.])(?:range|reduce|split|replace)\\s*\\(");
  private static final Set<String> CLAUSES =
      Set.of("MATCH", "UNWIND", "WITH", "RETURN", "CALL", "UNION", "EXISTS", "COUNT", "COLLECT");
  private static final Set<String> BEGINNINGS =
      Set.of("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL");
  private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]*)");
  private static final Pattern RANGE = Pattern.compile("(?i)(?<![\\w.])range\\s*\\(");

  /** Directly behind UNWIND and with AS directly behind it: rows are counted as they come. */
  private static final Pattern UNWOUND = Pattern.compile("(?i)(?<![\\w.:$])UNWIND\\s+range\\s*\\(");

  private static final Pattern AS = Pattern.compile("(?i)\\s*AS(?!\\w)");

  /** A number of at most six digits, or the length of a path. */
  private static final String BOUND =
      "(?:-?\\s*\\d{1,6}|(?:size\\s*\\(\\s*(?:nodes|relationships)\\s*\\(\\s*\\w+\\s*\\)\\s*\\)"
          + "|length\\s*\\(\\s*\\w+\\s*\\))(?:\\s*[-+]\\s*\\d{1,6})?)";

  private static final Pattern SHORT_RANGE =
      Pattern.compile("(?i)\\s*" + BOUND + "\\s*,\\s*" + BOUND + "\\s*(?:,\\s*-?\\s*\\d+\\s*)?\\)");

  private static final Pattern QUOTED_CALL = Pattern.compile("`\\s*\\(");
  private static final Pattern COMPREHENSION =
      Pattern.compile("(?i)\\[\\s*(?:\\w+\\s+|`\\s*)IN(?!\\w)");
  private static final Pattern JOINING = Pattern.compile("\\+|\\|\\|");

  /** Each can double a text: three make eight of it. */
  private static final int MAX_JOINS = 3;

  private static final Pattern LOAD = Pattern.compile("(?i)(?<![\\w.:$])LOAD\\s+CSV(?!\\w)");
  private static final String NAME = "(?:\\w+|`)";
  private static final Pattern DOTTED_CALL =
      Pattern.compile("(?<![\\w.`])(" + NAME + "(?:\\s*\\.\\s*" + NAME + ")+)\\s*\\(");
  private static final Pattern PROCEDURE =
      Pattern.compile("(?i)(?<![\\w.:$])CALL(?!\\w)\\s*(" + NAME + "(?:\\s*\\.\\s*" + NAME + ")*)");
  private static final Set<String> PROCEDURES =
      Set.of("db.labels", "db.relationshiptypes", "db.propertykeys");
  private static final Set<String> NAMESPACES =
      Set.of("date", "datetime", "localdatetime", "localtime", "time", "duration", "point");

  private CypherText() {}

  /**
   * @throws InvalidQueryException when the text holds anything else than reading clauses could
   */
  static void check(String statement) throws InvalidQueryException {
    require(statement.length() <= MAX_LENGTH, "is longer than 20,000 characters");
    String bare = withoutQuoted(statement);
    Matcher first = FIRST_WORD.matcher(bare);
    require(
        first.lookingAt() && BEGINNINGS.contains(first.group(1).toUpperCase(Locale.ROOT)),
        "must begin with one of MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN, CALL");
    require(!LOAD.matcher(bare).find(), "must not load files");
    requireSmall(bare);
    require(!QUOTED_CALL.matcher(bare).find(), "must not quote the name of a function");
    requireShortRanges(bare);
    for (Matcher call = PROCEDURE.matcher(bare); call.find(); ) {
      require(
          PROCEDURES.contains(normal(call.group(1))),
          "may call db.labels, db.relationshipTypes and db.propertyKeys, and no other procedure");
    }
    for (Matcher call = DOTTED_CALL.matcher(bare); call.find(); ) {
      requireKnown(normal(call.group(1)));
    }
  }

  /** The memory of such a list is counted by nobody; UNWIND makes one row after the other. */
  private static void requireShortRanges(String bare) throws InvalidQueryException {
    Set<Integer> unwound = new HashSet<>();
    for (Matcher unwind = UNWOUND.matcher(bare); unwind.find(); ) {
      if (AS.matcher(bare).region(closing(bare, unwind.end()) + 1, bare.length()).lookingAt()) {
        unwound.add(unwind.end());
      }
    }
    for (Matcher range = RANGE.matcher(bare); range.find(); ) {
      Matcher bounds = SHORT_RANGE.matcher(bare).region(range.end(), bare.length());
      require(
          bounds.lookingAt() || unwound.contains(range.end()),
          "has a range within an expression whose bounds are no numbers of at most six digits;"
              + " use UNWIND range(…) AS x");
    }
  }

  /** Where the bracket is closed that was opened just before; the last sign if it is not. */
  private static int closing(String bare, int inside) {
    int open = 1;
    int at = inside;
    for (; at < bare.length() && open > 0; at++) {
      char c = bare.charAt(at);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return at - 1;
  }

  /** A server plans for minutes what has some thousand operators, and is deaf meanwhile. */
  private static void requireSmall(String bare) throws InvalidQueryException {
    int parts = 0;
    int clauses = 0;
    int depth = 0;
    int xors = 0;
    for (Matcher part = PART.matcher(bare); part.find(); parts++) {
      String text = part.group();
      depth += "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0;
      xors += text.equalsIgnoreCase("XOR") ? 1 : 0;
      clauses += CLAUSES.contains(text.toUpperCase(Locale.ROOT)) ? 1 : 0;
      require(depth <= MAX_DEPTH, "has brackets within brackets deeper than " + MAX_DEPTH);
    }
    require(
        parts <= MAX_PARTS,
        "has more than 1,000 words and signs; pass lists and texts as parameters");
    require(xors <= MAX_XORS, "has more than " + MAX_XORS + " XOR");
    require(clauses <= MAX_CLAUSES, "has more than " + MAX_CLAUSES + " clauses");
  }

  /**
   * Whether it may make large lists or texts out of nothing: by a function, by one list made for
   * each item of another, or by joining what was joined before. Neo4j does not count the memory of
   * what an expression makes ({@code db.memory.transaction.max} counts rows, collections and
   * sorts), so that a few such statements at once end a small server.
   */
  static boolean makesValues(String statement) throws InvalidQueryException {
    String bare = withoutQuoted(statement);
    return MAKING.matcher(bare).find()
        || JOINING.matcher(bare).results().count() > MAX_JOINS
        || COMPREHENSION.matcher(bare).results().count() > 1;
  }

  private static void requireKnown(String called) throws InvalidQueryException {
    String namespace = called.substring(0, called.indexOf('.'));
    require(
        NAMESPACES.contains(namespace) || PROCEDURES.contains(called),
        "calls a function with a namespace that is not known; known are date, datetime,"
            + " localdatetime, localtime, time, duration and point");
  }

  private static String normal(String name) {
    return name.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }

  /** Every text in quotes becomes {@code ''}, every quoted name a backtick. */
  private static String withoutQuoted(String statement) throws InvalidQueryException {
    require(!statement.contains("\\u"), "must not hold \\u escapes; pass the text as a parameter");
    StringBuilder bare = new StringBuilder(statement.length());
    int at = 0;
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = endOfQuoted(statement, at);
        bare.append(c == '`' ? "`" : "''");
      } else {
        requirePlain(statement, at);
        bare.append(c);
        at++;
      }
    }
    return bare.toString();
  }

  private static int endOfQuoted(String statement, int start) throws InvalidQueryException {
    char quote = statement.charAt(start);
    for (int at = start + 1; at < statement.length(); at++) {
      char c = statement.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        return at + 1;
      }
    }
    throw new InvalidQueryException("statement: has a quote that is not closed");
  }

  private static void requirePlain(String statement, int at) throws InvalidQueryException {
    char c = statement.charAt(at);
    boolean white = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    require(
        white || c > ' ' && c < 0x7f && c != '\\',
        "must be plain ASCII outside of quotes; pass texts as parameters");
    require(
        !statement.startsWith("//", at) && !statement.startsWith("/*", at),
        "must not hold comments");
  }

  private static void require(boolean right, String message) throws InvalidQueryException {
    if (!right) {
      throw new InvalidQueryException("statement: " + message);
    }
  }
}
