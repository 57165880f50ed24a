package io.distributary.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type, or a range of them, as a header field names it (RFC 9110, 8.3.1 and 12.5.1).
 *
 * @param type in lower case, without parameters: {@code application/fhir+json}
 * @param parameters by their names in lower case; values without their quotes
 */
record MediaType(String type, Map<String, String> parameters) {
  /** The one that a text names; what is none has a type that is equal to no other. */
  static MediaType of(String text) {
    List<String> parts = split(text, ';');
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parameters.putIfAbsent(name, unquoted(part.substring(equals + 1).strip()));
      }
    }
    return new MediaType(parts.get(0).strip().toLowerCase(Locale.ROOT), parameters);
  }

  /** All that a field lists, whether in one line or in several. */
  static List<MediaType> all(List<String> lines) {
    return lines.stream()
        .flatMap(line -> split(line, ',').stream())
        .filter(one -> !one.isBlank())
        .map(MediaType::of)
        .toList();
  }

  /** The parts between separators; one within quotes separates nothing. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  /**
   * @param name in lower case
   */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Whether a text of this type is UTF-8; JSON without a charset is. */
  boolean isUtf8() {
    String charset = parameter("charset").orElse("utf-8");
    return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
  }

  /** How welcome a range is, from 0 (not at all) to 1; one that is no number says nothing. */
  double quality() {
    String q = parameter("q").orElse("1");
    return q.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(q) : 1;
  }
}
