package io.distributary.cli.link;

import java.util.Locale;

/** A drawing that is put together from bars and words; lengths are in pixels. */
final class Svg {
  static final String FOR = "#2a7f62";
  static final String AGAINST = "#b3452c";
  static final String NEUTRAL = "#5b7083";

  private final StringBuilder shapes = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** A bar that says what it is when it is pointed at. */
  Svg bar(double x, double y, double barWidth, double barHeight, String colour, String title) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>",
            x,
            y,
            Math.max(0.5, barWidth),
            Math.max(0.5, barHeight),
            colour,
            escape(title)));
    return this;
  }

  /**
   * Words.
   *
   * @param anchor start, middle or end
   */
  Svg words(double x, double y, String anchor, String words) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            escape(words)));
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2));
    return this;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%s</svg>",
        width,
        height,
        width,
        height,
        shapes);
  }
}
