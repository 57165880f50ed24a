package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A regular expression whose matching ends with the time of its query. */
final class BoundedRegex extends BsonRegularExpression {
  private static final long serialVersionUID = 1L;

  private final transient Pattern compiled;
  private final transient Bounds bounds;

  BoundedRegex(BsonRegularExpression original, Bounds bounds) {
    super(original.getPattern(), original.getOptions());
    this.compiled = compile(original);
    this.bounds = bounds;
  }

  private static Pattern compile(BsonRegularExpression original) {
    try {
      return original.matcher("").pattern();
    } catch (IllegalArgumentException e) {
      throw new MongoServerError(51091, "Regular expression is invalid");
    }
  }

  @Override
  public Matcher matcher(String text) {
    return compiled.matcher(new Text(text, bounds));
  }

  /** Each step of a match asks for a character. */
  private record Text(CharSequence text, Bounds bounds) implements CharSequence {
    @Override
    public char charAt(int index) {
      bounds.check();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Text(text.subSequence(start, end), bounds);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
