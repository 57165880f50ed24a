package io.distributary.bench.read;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found.
 *
 * @param resources in the views while it was read
 */
public record ReadReport(int resources, List<ReadFigures> figures) {
  private static final String HEAD =
      "%-12s %7s %9s | %9s %9s %9s %9s | %9s %9s %9s | %6s%n"
          .formatted(
              "read", "callers", "bytes", "p50 ms", "p99 ms", "per s", "CPU ms", "driver", "p99 ms",
              "per s", "ratio");

  /** Milliseconds; the driver's figures are empty where no driver can answer that. */
  public String table() {
    StringBuilder table = new StringBuilder(HEAD);
    figures.forEach(one -> table.append(line(one)));
    return table.toString();
  }

  private static String line(ReadFigures one) {
    Timed gateway = one.gateway();
    return String.format(
        Locale.ROOT,
        "%-12s %7d %9d | %9.3f %9.3f %9.0f %9.3f | %s | %6s%n",
        one.question(),
        one.callers(),
        one.bytes(),
        gateway.millis(0.5),
        gateway.millis(0.99),
        gateway.perSecond(),
        one.cpuMillis(),
        one.driver().map(ReadReport::three).orElse(" ".repeat(29)),
        one.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio)).orElse(""));
  }

  private static String three(Timed driver) {
    return String.format(
        Locale.ROOT,
        "%9.3f %9.3f %9.0f",
        driver.millis(0.5),
        driver.millis(0.99),
        driver.perSecond());
  }

  public String json() {
    Map<String, Object> whole = new LinkedHashMap<>();
    List<Object> reads = new ArrayList<>();
    whole.put("resources", new JsonNumber(Integer.toString(resources)));
    figures.forEach(one -> reads.add(json(one)));
    whole.put("reads", reads);
    return Json.text(whole);
  }

  private static Map<String, @Nullable Object> json(ReadFigures one) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    Map<String, Object> gateway = json(one.gateway());
    gateway.put("cpuMillis", number(one.cpuMillis()));
    tree.put("read", one.question());
    tree.put("callers", new JsonNumber(Integer.toString(one.callers())));
    tree.put("bytes", new JsonNumber(Integer.toString(one.bytes())));
    tree.put("gateway", gateway);
    tree.put("driver", one.driver().map(ReadReport::json).orElse(null));
    tree.put("ratio", one.ratio().map(ReadReport::number).orElse(null));
    return tree;
  }

  private static Map<String, Object> json(Timed timed) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("p50Millis", number(timed.millis(0.5)));
    tree.put("p99Millis", number(timed.millis(0.99)));
    tree.put("perSecond", number(timed.perSecond()));
    return tree;
  }

  private static JsonNumber number(double value) {
    return new JsonNumber(String.format(Locale.ROOT, "%.3f", value));
  }
}
