package io.distributary.bench;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonNumber;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found.
 *
 * @param comparisons by what was measured, in its order
 */
record Report(int events, Map<Subject, Comparison> comparisons) {
  private static final String HEAD =
      "%-12s %9s %9s %9s %7s %8s %12s%n"
          .formatted("view", "seconds", "events/s", "limit s", "ratio", "CPU s", "limit CPU s");

  String table() {
    StringBuilder table = new StringBuilder(HEAD);
    comparisons.forEach((subject, found) -> table.append(line(subject, found)));
    return table.toString();
  }

  private String line(Subject subject, Comparison found) {
    return String.format(
        Locale.ROOT,
        "%-12s %9.2f %9.0f %9.2f %7.2f %8.2f %12.2f%n",
        subject,
        found.seconds(),
        events / found.seconds(),
        found.limitSeconds(),
        found.ratio(),
        found.cpuSeconds(),
        found.limitCpuSeconds());
  }

  String json() {
    Map<String, Object> whole = new LinkedHashMap<>();
    Map<String, Object> views = new LinkedHashMap<>();
    whole.put("events", events);
    comparisons.forEach(
        (subject, found) ->
            (subject == Subject.ALL ? whole : views).put(subject.toString(), json(found)));
    whole.put("views", views);
    return Json.text(whole);
  }

  private static Map<String, Object> json(Comparison found) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("seconds", number(found.seconds()));
    numbers.put("limitSeconds", number(found.limitSeconds()));
    numbers.put("ratio", number(found.ratio()));
    numbers.put("cpuSeconds", number(found.cpuSeconds()));
    numbers.put("limitCpuSeconds", number(found.limitCpuSeconds()));
    return numbers;
  }

  private static JsonNumber number(double value) {
    return new JsonNumber(String.format(Locale.ROOT, "%.3f", value));
  }
}
