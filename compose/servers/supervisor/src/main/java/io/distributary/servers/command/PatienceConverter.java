package io.distributary.servers.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 90s}, {@code 5m} or {@code 1h}; {@code 0} for ever. */
final class PatienceConverter implements ITypeConverter<Duration> {
  /** A program is asked every 5 s, and may take 30 s to answer. */
  private static final Duration SHORTEST = Duration.ofSeconds(45);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smh])");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!matcher.matches()) {
      throw new TypeConversionException("is not 0, nor like 90s, 5m or 1h");
    }
    Duration patience = Duration.parse("PT" + matcher.group());
    if (!patience.isZero() && patience.compareTo(SHORTEST) < 0) {
      throw new TypeConversionException(
          "is too short: no answer for less than " + SHORTEST.toSeconds() + "s says nothing");
    }
    return patience;
  }
}
