package io.distributary.sinks.elasticsearch;

import java.util.regex.Pattern;

/** Reads the words out of XHTML, for a server that cannot. */
final class Narrative {
  private static final Pattern NOT_WORDS =
      Pattern.compile(
          "<!--.*?-->|<(script|style)\\b.*?</\\1\\s*>|</?[a-zA-Z][^>]*>|&nbsp;|&#160;|\\s+",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Narrative() {}

  /** Text without tags, scripts and styles; never meant to be shown as HTML. */
  static String plain(String xhtml) {
    return NOT_WORDS
        .matcher(NOT_WORDS.matcher(xhtml).replaceAll(" "))
        .replaceAll(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
        .strip();
  }
}
