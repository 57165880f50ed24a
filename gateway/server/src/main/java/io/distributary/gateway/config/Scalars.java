package io.distributary.gateway.config;

import io.distributary.sink.Secret;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values of the configuration from their text. */
final class Scalars {
  /** A secret {@code password} is given as {@code passwordFile}. */
  static final String FILE = "File";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(
          String.class, text -> text,
          Integer.class, text -> number(text, Integer::valueOf),
          Long.class, text -> number(text, Long::valueOf),
          Double.class, text -> number(text, Double::valueOf),
          Boolean.class, Scalars::bool,
          Duration.class, Scalars::duration,
          Bytes.class, Bytes::parse,
          Path.class, Path::of,
          URI.class, Scalars::uri);

  private Scalars() {}

  static boolean isScalar(Class<?> type) {
    return READERS.containsKey(type) || type.isEnum();
  }

  static boolean isSecret(Class<?> type) {
    return type == Secret.class;
  }

  /** The name under which a component stands in a file. */
  static String nameInFile(RecordComponent component) {
    return isSecret(component.getType()) ? component.getName() + FILE : component.getName();
  }

  /**
   * @throws IllegalArgumentException with what is expected
   */
  static Object read(Class<?> type, String text) {
    if (type.isEnum()) {
      return constant(type, text);
    }
    Function<String, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException(
          "A configuration record has a component of a type that is not read: " + type.getName());
    }
    return reader.apply(text);
  }

  /**
   * The environment stands over the file. The file's trailing line end does not belong to the
   * secret.
   */
  static Optional<Secret> secret(Optional<String> variable, Optional<String> file) {
    return variable.or(() -> file.map(Scalars::contentOf)).map(Secret::new);
  }

  private static String contentOf(String file) {
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException("is a file that cannot be read", e);
    }
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "is none of "
                        + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                .map(c -> c.toString().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  private static Object number(String text, Function<String, Object> reader) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a number", e);
    }
  }

  private static Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  private static Object duration(String text) {
    Matcher m = DURATION.matcher(text);
    try {
      if (!m.matches()) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is not a duration such as 100ms, 30s, 5m or 1h", e);
    }
    long count = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static Object uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a URI", e);
    }
  }
}
