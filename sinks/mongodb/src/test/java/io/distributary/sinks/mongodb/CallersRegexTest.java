package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.InvalidQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersRegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Smith",
        "^Smith",
        "smith$",
        "(?i)smith",
        "(?ims)^smith$",
        "diabet.*",
        "^.*foo.*bar.*$",
        "^(Mc|Mac)",
        "(Mc|Mac)?Donald",
        "\\d{5}(-\\d{4})?",
        "^\\+?\\d+-\\d+\\.\\d+$",
        "(?:ab)+c",
        "(\\d-){3}",
        "(\\d{3})?",
        "[A-Za-z_-]{2,20}",
        "[^,]+,[^,]+",
        "[\\]\\[]",
        "\\bheart\\b",
        "\\p{L}+",
        "a+?b*+",
        "^O'Brien \\(jr\\.\\)$",
        "Ødegård",
        "\uD83D\uDE00",
        "]}-"
      })
  void whatPeopleSearchForIsAllowed(String regex) {
    // When, Then
    assertThatCode(() -> CallersRegex.check("filter.a.$regex", regex)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '"',
      value = {
        "(a+)+ ¦ repeats no group that contains a repetition",
        "(a+)* ¦ repeats no group that contains a repetition",
        "(a*){2,} ¦ repeats no group that contains a repetition",
        "(a{2}){2} ¦ repeats no group that contains a repetition",
        "(a?)+ ¦ repeats no group that contains a repetition",
        "^(a+)+$|^((.+)+)+x$ ¦ repeats no group that contains a repetition",
        "((.+)+)+ ¦ repeats no group that contains a repetition",
        "(b(a+)c)+ ¦ repeats no group that contains a repetition",
        "(?:(?:a)+)+ ¦ repeats no group that contains a repetition",
        "(.*?.*?)+ ¦ repeats no group that contains a repetition",
        "(.*.*.*.*.*)+! ¦ 4 repetitions",
        "(a|a)+ ¦ alternatives",
        "(a|ab)*$ ¦ alternatives",
        "((a|a))+ ¦ alternatives",
        "(|a)+ ¦ alternatives",
        ".*a.*a.*a.*a.* ¦ at most 4 repetitions like",
        "a{0,9}a{0,9}a{0,9}a{0,9}a{0,9} ¦ at most 4 repetitions like",
        "a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaa ¦ at most 10 repetitions",
        "a{101} ¦ 100 times",
        "a{1,101} ¦ 100 times",
        "a{101,} ¦ 100 times",
        "a{999999999999} ¦ {",
        "a{,5} ¦ {",
        "a{ ¦ {",
        "{ ¦ something",
        "a** ¦ repeats no repetition",
        "a{2}{3} ¦ repeats no repetition",
        "a+?+ ¦ repeats no repetition",
        "*a ¦ something",
        "(+a) ¦ something",
        "^* ¦ place",
        "\\b+ ¦ place",
        "(a)\\1 ¦ back-references",
        "(?<n>a)\\k<n> ¦ (?",
        "\\Qa\\E ¦ back-references",
        "\\x41 ¦ back-references",
        "\\G ¦ back-references",
        "\\p{IsGreek} ¦ \\p{L}",
        "(?=a) ¦ (?",
        "(?!a) ¦ (?",
        "(?<=a) ¦ (?",
        "(?<!a) ¦ (?",
        "(?>a) ¦ (?",
        "a(?i)b ¦ (?",
        "(?x)a ¦ (?",
        "(?i:a) ¦ (?",
        "(a ¦ closes every group",
        "a) ¦ that were opened",
        "[a ¦ closes every [",
        "[] ¦ names something",
        "[^] ¦ names something",
        "[a[b]] ¦ \\[",
        "[a&&b] ¦ &&",
        "[z-a] ¦ no regular expression",
        "a\\ ¦ ends with",
        "(((((((((((a))))))))))) ¦ at most 10 groups"
      })
  void aWayToTakeForeverIsRefusedAndTheRuleNamed(String regex, String rule) {
    // When, Then
    assertThatThrownBy(() -> CallersRegex.check("filter.a.$regex", regex))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("filter.a.$regex")
        .hasMessageContaining(rule);
  }

  @Test
  void anExpressionIsShort() throws InvalidQueryException {
    // Given
    CallersRegex.check("filter.a.$regex", "a".repeat(256));

    // When, Then
    assertThatThrownBy(() -> CallersRegex.check("filter.a.$regex", "a".repeat(257)))
        .hasMessage("filter.a.$regex: a regular expression is at most 256 characters long.");
  }
}
