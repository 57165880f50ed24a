package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeTest {
  private static final int LARGEST = 4 << 20;

  /** Far more than any of it takes on a busy machine; alone it is less than one. */
  private static final int SECONDS = 20;

  @Test
  void referencesAreDecodedOnce() {
    // When
    String text =
        Narrative.plain("<div>caf&eacute; caf&#233; caf&#xE9; 5&nbsp;&lt;&nbsp;6 &amp;lt;</div>");

    // Then
    assertThat(text).isEqualTo("café café café 5 < 6 &lt;");
  }

  @ParameterizedTest
  @CsvSource({
    "<b>Mal</b>aria,                                          Malaria",
    "H<sub>2</sub>O <a href='#x'>an</a>d,                     H2O and",
    "<p>one</p><p>two</p>,                                    one two",
    "one<br/>two<br>three<hr/>four,                           one two three four",
    "<ul><li>one</li><li>two</li></ul>three,                  one two three",
    "<table><tr><td>1</td><td/><td>3</td></tr></table>,       1 3",
    "<table><tr>stray<td>1</td></tr></table>,                 stray 1",
    "<b><i><p>one</p></i></b>two,                             one two",
    "<p>one</p><!-- between -->two,                           one two",
    "one<img src='x.png'/>two,                                one two",
    "Mal&shy;aria,                                            Malaria"
  })
  void blockElementsStandApartInlineElementsDoNot(String xhtml, String text) {
    assertThat(Narrative.plain("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + xhtml + "</div>"))
        .isEqualTo(text);
    assertThat(Narrative.plain(xhtml)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "Se<!-- a > b -->en,                                      Seen",
    "a<script>if (1<b) alert('</p>')</script>b,               a b",
    "a<SCRIPT>alert(1)</script >b,                            a b",
    "a<script/>b<style/>c,                                    a b c",
    "a<style>p > b {}</style>b,                               a b",
    "a<?php echo 1 ?>b<!DOCTYPE html>c,                       abc"
  })
  void commentsScriptsAndStylesAreGone(String xhtml, String text) {
    assertThat(Narrative.plain(xhtml)).isEqualTo(text);
  }

  @Test
  void whiteSpaceIsOneSpaceAlsoWhereItIsPreserved() {
    assertThat(Narrative.plain("<pre> one\n\t two&#x2003;\u3000three </pre>\n"))
        .isEqualTo("one two three");
  }

  @Test
  void charactersInCdataAreText() {
    assertThat(Narrative.plain("<p>ag<![CDATA[e <i> & weight]]></p>"))
        .isEqualTo("age <i> & weight");
  }

  @ParameterizedTest
  @CsvSource({
    "5 < 6 <7 & 8 &unknown; &#xZZ;,                           5 < 6 <7 & 8 &unknown; &#xZZ;",
    "<p>one<p>two</b></div></p>three,                         one two three",
    "one<b title='x,                                          one",
    "one<!-- two,                                             one",
    "one<![CDATA[two,                                         onetwo",
    "one</,                                                   one</",
    "one&,                                                    one&"
  })
  void brokenXhtmlIsReadForWhatItStillSays(String xhtml, String text) {
    assertThat(Narrative.plain(xhtml)).isEqualTo(text);
  }

  @Test
  void noReferenceBringsInWhatJsonRefuses() {
    // When
    String text = Narrative.plain("a&#0;b &#xD800; &#xDC00;c &#x1F600; &#x110000;");

    // Then
    assertThat(text).isEqualTo("a b \uFFFD \uFFFDc \uD83D\uDE00 \uFFFD");
  }

  @Test
  @Timeout(SECONDS)
  void aHundredThousandNestedElementsAreReadToTheEnd() {
    // Given
    int nested = 100_000;
    String middle = "word ".repeat((LARGEST - nested * "<div></div>".length()) / 5);
    String xhtml = "<div>".repeat(nested) + middle + "</div>".repeat(nested) + "end";

    // When
    String text = Narrative.plain(xhtml);

    // Then
    assertThat(text).hasSize(middle.length() + "end".length()).endsWith("word end");
  }

  @ParameterizedTest
  @Timeout(SECONDS)
  @ValueSource(
      strings = {
        "<b>",
        "<b></i>",
        "a<b/>",
        "a<object>",
        "<table><tr><td>",
        "<a href='x'>",
        "<b xmlns:a='x'>",
        "<!--",
        "<![CDATA[",
        "<script>",
        "</b>",
        "<title>",
        "&",
        "&a",
        "&eacute;",
        "<",
        " "
      })
  void nothingTakesLong(String piece) {
    // Given
    String xhtml = piece.repeat(LARGEST / piece.length());

    // Then
    assertThat(Narrative.plain(xhtml)).hasSizeLessThanOrEqualTo(LARGEST);
  }
}
