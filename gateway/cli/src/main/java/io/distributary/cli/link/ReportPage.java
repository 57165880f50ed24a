package io.distributary.cli.link;

import io.distributary.gateway.matching.cluster.Edges;
import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Parameters;
import io.distributary.gateway.matching.record.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page with pictures, whole in itself: ids, no values of patients. */
final class ReportPage {
  private static final double BITS = 1 / Math.log(2);
  private static final int ROW = 20;
  private static final int SAMPLES = 3;
  private static final int MOST_BITS = 20;

  private final Findings findings;

  ReportPage(Findings findings) {
    this.findings = findings;
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file,
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Who is who</title><style>
        body { font: 15px/1.5 system-ui, sans-serif; color: #1c2b36; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #cdd8df }
        p, li { max-width: 46rem } svg { display: block; margin: .6rem 0 } svg text { font-size: 12px; fill: #1c2b36 }
        svg line { stroke: #8fa3b1; stroke-width: 1 } dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1.2rem }
        dt { color: #5b7083 } dd { margin: 0 }
        </style></head><body>
        <h1>%s</h1>
        """
                .formatted(
                    "%,d records, %,d persons".formatted(findings.records(), findings.persons()))
            + numbers()
            + weights()
            + scores()
            + samples()
            + sizes()
            + "</body></html>\n");
  }

  private String numbers() {
    return """
        <dl>
        <dt>pairs that were compared</dt><dd>%,d of %,.0f</dd>
        <dt>pairs inside persons that blocking found by itself</dt><dd>%.2f %%</dd>
        <dt>two records are one person's</dt><dd>1 pair in %,.0f</dd>
        <dt>two records are relatives'</dt><dd>1 pair in %,.0f</dd>
        </dl>
        """
        .formatted(
            findings.linked().blocking().pairs().length,
            findings.records() * (findings.records() - 1.0) / 2,
            100 * findings.completeness(),
            1 / findings.linked().priors().matches(),
            1 / findings.linked().priors().relatives());
  }

  private String weights() {
    StringBuilder page =
        new StringBuilder(
            """
            <h2>What each field is worth</h2>
            <p>In bits: each bit doubles the odds that two records are one person's. Where values are equal, this is the
            average; a rare value is worth more, a common one less.</p>
            """);
    Parameters parameters = findings.linked().learned().parameters();
    for (Field field : findings.present()) {
      page.append(weights(field, parameters));
    }
    return page.toString();
  }

  private static String weights(Field field, Parameters parameters) {
    int levels = field.levels().size();
    Svg svg = new Svg(760, levels * ROW + 26);
    svg.words(0, 14, "start", field.word());
    svg.line(480, 20, 480, levels * ROW + 24);
    for (int level = Field.SAME; level <= levels; level++) {
      double m = parameters.m()[field.place()][level];
      double u = parameters.u()[field.place()][level];
      double bits = parameters.weights()[field.place()][level] * BITS;
      double length = Math.min(MOST_BITS, Math.abs(bits)) * 10;
      double y = 4 + level * ROW;
      String words = field.levels().get(level - 1).words();
      svg.words(250, y + 13, "end", words);
      svg.bar(
          bits < 0 ? 480 - length : 480,
          y,
          length,
          ROW - 4,
          bits < 0 ? Svg.AGAINST : Svg.FOR,
          "%s: %+.2f bits; records of one person %.4f, of two %.6f".formatted(words, bits, m, u));
      svg.words(
          bits < 0 ? 486 : 486 + length,
          y + 13,
          "start",
          String.format(Locale.ROOT, "%+.1f", bits));
    }
    return svg.toString();
  }

  private String scores() {
    Edges edges = findings.edges();
    int[] counts = new int[2 * MOST_BITS * 2 + 1];
    for (int edge = 0; edge < edges.size(); edge++) {
      double bits = findings.linked().logOdds()[edge] * BITS;
      int bin = (int) Math.round(Math.max(-MOST_BITS, Math.min(MOST_BITS * 2, bits))) + MOST_BITS;
      counts[Math.min(counts.length - 1, bin)]++;
    }
    double most = Math.max(1, IntStream.of(counts).max().orElse(1));
    Svg svg = new Svg(760, 190);
    for (int bin = 0; bin < counts.length; bin++) {
      int bits = bin - MOST_BITS;
      double height = counts[bin] == 0 ? 0 : 150 * Math.log1p(counts[bin]) / Math.log1p(most);
      svg.bar(
          20 + bin * 9,
          160 - height,
          8,
          height,
          bits > 0 ? Svg.FOR : Svg.NEUTRAL,
          "about %d bits: %,d pairs".formatted(bits, counts[bin]));
      if (bits % 10 == 0) {
        svg.words(24 + bin * 9, 178, "middle", String.valueOf(bits));
      }
    }
    return """
        <h2>How the pairs score</h2>
        <p>Bits for one person, by pairs (their number on a logarithmic scale); above 0 a pair is more probable than not.
        What scores so low that it cannot matter is not shown.</p>
        """
        + svg;
  }

  private String samples() {
    return "<h2>Some pairs, explained</h2><p>From the prior on the left, each field adds or takes away, up to"
        + " the score.</p>"
        + samples("Clear", findings::isWithin, Comparator.comparingDouble(this::score).reversed())
        + samples("Close", edge -> true, Comparator.comparingDouble(edge -> Math.abs(score(edge))))
        + samples(
            "Alike, and kept apart",
            edge -> !findings.isWithin(edge),
            Comparator.comparingDouble(this::score).reversed());
  }

  private double score(int edge) {
    return findings.linked().logOdds()[edge];
  }

  private String samples(String title, IntPredicate which, Comparator<Integer> order) {
    List<Integer> chosen =
        IntStream.range(0, findings.edges().size())
            .filter(which)
            .boxed()
            .sorted(order)
            .limit(SAMPLES)
            .toList();
    return chosen.isEmpty()
        ? ""
        : "<h3>"
            + title
            + "</h3>"
            + chosen.stream().map(this::waterfall).collect(Collectors.joining());
  }

  /** One step of a waterfall. */
  private record Step(String words, double bits) {}

  private String waterfall(int edge) {
    Explanation explanation = findings.explain(edge).explanation();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("any two records", explanation.prior()));
    explanation
        .contributions()
        .forEach(
            part -> steps.add(new Step(part.field().word() + ": " + part.level(), part.bits())));
    steps.add(new Step("may be relatives", explanation.relatives()));
    double low = 0;
    double high = 0;
    double at = 0;
    for (Step step : steps) {
      at += step.bits();
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    double scale = 340 / Math.max(1, high - low);
    Svg svg = new Svg(760, (steps.size() + 1) * ROW + 26);
    svg.words(
        0,
        14,
        "start",
        "%s and %s: %s, probability %.4f"
            .formatted(
                findings.id(findings.edges().first(edge)),
                findings.id(findings.edges().second(edge)),
                findings.isWithin(edge) ? "one person" : "two persons",
                explanation.probability()));
    double zero = 360 - low * scale;
    svg.line(zero, 20, zero, (steps.size() + 1) * ROW + 20);
    double sum = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      double from = zero + Math.min(sum, sum + step.bits()) * scale;
      svg.words(340, 37 + i * ROW, "end", step.words());
      svg.bar(
          from,
          24 + i * ROW,
          Math.abs(step.bits()) * scale,
          ROW - 4,
          step.bits() < 0 ? Svg.AGAINST : Svg.FOR,
          "%+.2f bits".formatted(step.bits()));
      svg.words(
          from + Math.abs(step.bits()) * scale + 4,
          37 + i * ROW,
          "start",
          String.format(Locale.ROOT, "%+.1f", step.bits()));
      sum += step.bits();
    }
    svg.words(340, 37 + steps.size() * ROW, "end", "score");
    svg.bar(
        zero + Math.min(0, sum) * scale,
        24 + steps.size() * ROW,
        Math.abs(sum) * scale,
        ROW - 4,
        Svg.NEUTRAL,
        "%+.2f bits".formatted(sum));
    return svg.toString();
  }

  private String sizes() {
    Map<Long, Long> sizes = findings.sizes();
    double most = sizes.values().stream().mapToLong(Long::longValue).max().orElse(1);
    Svg svg = new Svg(760, sizes.size() * ROW + 10);
    int row = 0;
    for (Map.Entry<Long, Long> size : sizes.entrySet()) {
      double length = 500 * Math.log1p(size.getValue()) / Math.log1p(most);
      svg.words(
          110, 15 + row * ROW, "end", size.getKey() == 1 ? "1 record" : size.getKey() + " records");
      svg.bar(
          120,
          2 + row * ROW,
          length,
          ROW - 4,
          Svg.NEUTRAL,
          "%,d persons".formatted(size.getValue()));
      svg.words(126 + length, 15 + row * ROW, "start", "%,d".formatted(size.getValue()));
      row++;
    }
    return "<h2>How many records persons have</h2><p>On a logarithmic scale.</p>" + svg;
  }
}
