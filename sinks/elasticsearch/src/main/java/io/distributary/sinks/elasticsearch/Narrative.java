package io.distributary.sinks.elasticsearch;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jsoup.parser.TagSet;
import org.jsoup.select.NodeVisitor;

/**
 * Reads the words out of the XHTML of a narrative, for a server that cannot.
 *
 * <p>It is parsed as XML, which a narrative is: CDATA is text, {@code <td/>} ends where it stands,
 * and text keeps its place in a broken table. Which elements stand apart and which hold scripts is
 * HTML's. Nothing is refused: broken XHTML is read for what it still says.
 */
final class Narrative {
  /**
   * Elements within each other; what is deeper is read as if it stood beside. Each end of an
   * element that never began costs a look at them all.
   */
  private static final int DEEPEST = 128;

  /** Also what references such as {@code &#0;} and {@code &nbsp;} bring in. */
  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");

  private static final Pattern SOFT_HYPHEN = Pattern.compile("\\u00AD");

  /** {@code &#xD800;}: no JSON text may hold it. */
  private static final Pattern HALF_OF_A_PAIR = Pattern.compile("\\p{Cs}");

  private Narrative() {}

  /**
   * Text without tags, comments, scripts and styles, its references decoded; never meant to be
   * shown as HTML. A space stands between what block elements, line breaks and controls hold apart,
   * none where an inline element begins or ends; runs of white space are one space. Neither NUL nor
   * half of a surrogate pair is in it.
   */
  static String plain(String xhtml) {
    Words words = new Words();
    parsed(xhtml).forEach(words::traverse);
    String text = SPACE.matcher(words.text).replaceAll(" ").strip();
    return HALF_OF_A_PAIR.matcher(SOFT_HYPHEN.matcher(text).replaceAll("")).replaceAll("\uFFFD");
  }

  /** A new parser each time: it keeps every tag that it ever saw. */
  private static List<Node> parsed(String xhtml) {
    Element xhtmlUnlessSaidOtherwise =
        new Element("div", Parser.NamespaceHtml).attr("xmlns", Parser.NamespaceHtml);
    return Parser.xmlParser()
        .settings(ParseSettings.htmlDefault)
        .tagSet(TagSet.Html())
        .setMaxDepth(DEEPEST)
        .parseFragmentInput(xhtml, xhtmlUnlessSaidOtherwise, "");
  }

  /**
   * Not jsoup's own {@code text()}, which joins words over a comment or at the end of a wrapper.
   */
  private static final class Words implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        text.append(words.getWholeText());
      } else {
        separate(node);
      }
    }

    @Override
    public void tail(Node node, int depth) {
      separate(node);
    }

    private void separate(Node node) {
      if (node instanceof Element element && standsApart(element)) {
        text.append(' ');
      }
    }

    private static boolean standsApart(Element element) {
      return element.isBlock() || element.nameIs("br") || element.tag().is(Tag.TextBoundary);
    }
  }
}
