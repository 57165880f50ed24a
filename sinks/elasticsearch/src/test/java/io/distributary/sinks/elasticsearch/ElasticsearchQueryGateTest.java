package io.distributary.sinks.elasticsearch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.InvalidQueryException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchQueryGateTest {
  /** Whatever would do more than read this view's live documents. */
  static final List<String> ATTACKS =
      List.of(
          "{'query':{'script':{'script':'1'}}}",
          "{'query':{'terms':{'key':{'index':'other','id':'1','path':'x'}}}}",
          "{'query':{'terms':{'key':[{'index':'other','id':'1','path':'x'}]}}}",
          "{'query':{'bool':{'must':[{'match_all':{}},{'script':{'script':'1'}}]}}}",
          "{'query':{'bool':{'filter':{'terms':{'key':{'index':'other','id':'1','path':'x'}}}}}}",
          "{'post_filter':{'script':{'script':'1'}}}",
          "{'query':{'script_score':{'query':{'match_all':{}},'script':{'source':'1'}}}}",
          "{'query':{'function_score':{'script_score':{'script':'1'}}}}",
          "{'query':{'terms_set':{'key':{'terms':['a'],'minimum_should_match_script':{'source':'1'}}}}}",
          "{'query':{'intervals':{'text':{'match':{'query':'a','filter':{'script':'1'}}}}}}",
          "{'query':{'more_like_this':{'like':[{'_index':'other','_id':'1'}]}}}",
          "{'query':{'percolate':{'field':'q','index':'other','id':'1'}}}",
          "{'query':{'geo_shape':{'l':{'indexed_shape':{'index':'other','id':'1'}}}}}",
          "{'query':{'query_string':{'query':'/.*/'}}}",
          "{'query':{'regexp':{'key':'.*'}}}",
          "{'query':{'wrapper':{'query':'eyJtYXRjaF9hbGwiOnt9fQ=='}}}",
          "{'query':{'constant_score':{'filter':{'wrapper':{'query':'e30='}}}}}",
          "{'script_fields':{'x':{'script':'1'}}}",
          "{'runtime_mappings':{'x':{'type':'long'}}}",
          "{'pit':{'id':'x'}}",
          "{'indices_boost':[{'other':2}]}",
          "{'suggest':{'s':{'text':'a','term':{'field':'text'}}}}",
          "{'profile':true}",
          "{'rescore':{'query':{'rescore_query':{'match_all':{}}}}}",
          "{'knn':{'field':'v'}}",
          "{'retriever':{'standard':{}}}",
          "{'timeout':'1h'}",
          "{'stored_fields':['_routing']}",
          "{'sort':[{'_script':{'type':'number','script':'1'}}]}",
          "{'sort':{'_script':{'type':'number','script':'1'}}}",
          "{'sort':[{'date':{'order':'asc','nested':{'filter':{'script':{'script':'1'}}}}}]}",
          "{'collapse':{'field':'key','inner_hits':{'name':'x'}}}",
          "{'highlight':{'fields':{'text':{'highlight_query':{'script':{'script':'1'}}}}}}",
          "{'highlight':{'highlight_query':{'script':{'script':'1'}}}}",
          "{'aggs':{'a':{'scripted_metric':{'map_script':'1'}}}}",
          "{'aggs':{'a':{'terms':{'script':'1'}}}}",
          "{'aggs':{'a':{'terms':{'script':{'source':'1'}}}}}",
          "{'aggs':{'a':{'global':{}}}}",
          "{'aggs':{'a':{'top_hits':{'script_fields':{'x':{'script':'1'}}}}}}",
          "{'aggs':{'a':{'terms':{'field':'type'},'aggs':{'b':{'bucket_script':{'script':'1'}}}}}}",
          "{'aggs':{'a':{'filter':{'script':{'script':'1'}}}}}",
          "{'aggs':{'a':{'filters':{'filters':{'x':{'script':{'script':'1'}}}}}}}",
          "{'aggs':{'a':{'filters':{'filters':[{'script':{'script':'1'}}]}}}}",
          "{'aggregations':{'a':{'significant_text':{'field':'text'}}}}");

  static final List<String> NONSENSE =
      List.of(
          "{'qery':{}}",
          "{'query':[]}",
          "{'query':{}}",
          "{'query':{'match_all':{},'term':{}}}",
          "{'query':{'term':'x'}}",
          "{'from':-1}",
          "{'size':'10'}",
          "{'size':1.5}",
          "{'size':1e99}",
          "{'size':99999999999}",
          "{'from':10000}",
          "{'aggs':[]}",
          "{'aggs':{'a':[]}}");

  static final List<String> QUESTIONS =
      List.of(
          "{}",
          "{'query':{'term':{'key':'Patient/x'}},'size':0,'track_total_hits':true}",
          "{'query':{'bool':{'must':{'match':{'text':{'query':'a b','operator':'and'}}},"
              + "'filter':[{'terms':{'type':['Patient','Person']}},{'range':{'date':{'gte':'2020'}}}],"
              + "'must_not':[],'minimum_should_match':0}},'sort':[{'date':'desc'},'_score',{'id':{'order':'asc'}}]}",
          "{'query':{'dis_max':{'queries':[{'match_all':{}},{'ids':{'values':['Patient/a']}}],'tie_breaker':0.5}}}",
          "{'query':{'constant_score':{'filter':{'exists':{'field':'birthDate'}},'boost':2}}}",
          "{'query':{'boosting':{'positive':{'match_all':{}},'negative':{'prefix':{'id':'a'}},'negative_boost':0.1}}}",
          "{'query':{'multi_match':{'query':'zo','fields':['family.prefix^2','given.prefix'],'type':'best_fields'}}}",
          "{'_source':{'includes':['id'],'excludes':['text']},'fields':['id',{'field':'date','format':'year'}]}",
          "{'highlight':{'fields':{'text':{'fragment_size':50}},'pre_tags':['<b>'],'post_tags':['</b>']},'query':{'match':{'text':'x'}}}",
          "{'highlight':{'fields':[{'text':{'type':'unified'}},{'displays':{'number_of_fragments':3,'fragment_size':150}}],"
              + "'pre_tags':'<b>','post_tags':'</b>','encoder':'html','no_match_size':100}}",
          "{'size':10,'highlight':{'fields':{'*':{}},'require_field_match':false,'order':'score'}}",
          "{'collapse':{'field':'key'},'min_score':0.1,'track_scores':true,'sort':'date'}",
          "{'search_after':[1],'sort':'date'}",
          "{'query':{'wildcard':{'displays':'*hemo*'}},'size':0,'aggs':{'a':{'terms':{'field':'displays','size':1000,"
              + "'include':'(Hemo|Gluc)[a-z]{1,5}.*in .*','exclude':['x','~(.*a.{30})']}},"
              + "'p':{'terms':{'field':'type','include':{'partition':0,'num_partitions':2}},"
              + "'aggs':{'s':{'stats':{'field':'date'}}}}}}",
          "{'size':0,'aggs':{'t':{'terms':{'field':'type','order':{'_count':'asc'}},'meta':{'a':1},"
              + "'aggs':{'d':{'date_histogram':{'field':'date','calendar_interval':'year'}}}},"
              + "'f':{'filters':{'other_bucket':true,'filters':{'x':{'term':{'gender':'male'}}}}},"
              + "'r':{'date_range':{'field':'date','ranges':[{'to':'2000'},{'from':'2000'}]}}}}");

  @ParameterizedTest
  @FieldSource("ATTACKS")
  void whateverCouldDoMoreThanReadIsRefused(String body) {
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body)))
        .isInstanceOf(InvalidQueryException.class);
  }

  @ParameterizedTest
  @FieldSource("QUESTIONS")
  void ordinaryQuestionsPass(String body) {
    assertThatCode(() -> ElasticsearchQueryGate.check(parse(body))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'query':[]}", "{'size':'10'}", "{'from':-1}", "{'aggs':[]}", "{'qery':{}}"})
  void nonsenseIsRefused(String body) {
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body)))
        .isInstanceOf(InvalidQueryException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{'aggs':{'a':{'terms':{'field':'id','size':20000},'aggs':{'s':{'percentiles':{'field':'v','percents':[1,2,3,4,5]}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':20000},'aggs':{'s':{'extended_stats':{'field':'v'}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':100001}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':1,'shard_size':100001}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':'20000'}}}} ! aggs.a.terms.size: must be a whole number",
        "{'aggs':{'a':{'terms':{'field':'id','size':60000}},'b':{'terms':{'field':'id','size':60000}}}} ! aggs.b: could have more",
        "{'aggs':{'a':{'terms':{'field':'x'},'aggs':{'b':{'terms':{'field':'x','size':20000}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'date_histogram':{'field':'date'},'aggs':{'b':{'date_histogram':{'field':'date'}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'filters':{'filters':[{'match_all':{}},{'match_all':{}}]},'aggs':{'b':{'terms':{'field':'x','size':50000}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'filters':{'filters':{'x':{'match_all':{}},'y':{'match_all':{}}}},'aggs':{'b':{'terms':{'field':'x','size':40000}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'date_range':{'field':'date','ranges':[{'to':'2000'},{'from':'2000'}]},'aggs':{'b':{'terms':{'field':'x','size':50000}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'auto_date_histogram':{'field':'date','buckets':100001}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':20000},'aggs':{'s':{'stats':{'field':'v'}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'id','size':1000},'aggs':{'b':{'terms':{'field':'x','size':60}}},'aggregations':{'c':{'terms':{'field':'x','size':60}}}}}} ! aggs.a: could have more",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'a{100}'}}}} ! aggs.a.terms.include: in a pattern a count must be as",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'a{2'}}}} ! aggs.a.terms.include: in a pattern a count must be as",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'.*a[ab][ab][ab][ab][ab][ab][ab][ab][ab][ab][ab]'}}}} ! aggs.a.terms.include: in a pattern too much",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'(Sometext|.*a.{30})'}}}} ! aggs.a.terms.include: in a pattern a count",
        "{'aggs':{'a':{'terms':{'field':'displays','exclude':'.*a...........'}}}} ! aggs.a.terms.exclude: in a pattern too much",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'.*a[ab]{10}.'}}}} ! aggs.a.terms.include: in a pattern too much",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'(a+)+'}}}} ! aggs.a.terms.include: in a pattern a group must not be repeated",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'(a(b|c))d'}}}} ! aggs.a.terms.include: in a pattern a group must not hold",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'~(a.*)'}}}} ! aggs.a.terms.include: in a pattern the operators",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'<1-999999>'}}}} ! aggs.a.terms.include: in a pattern the operators",
        "{'query':{'wildcard':{'text':{'value':'*a*b*c*d*e*f*'}}}} ! query.wildcard.text: must be",
        "{'query':{'wildcard':{'text':'*a*b*c*'}}} ! query.wildcard.text: must be",
        "{'query':{'wildcard':{'text':{'wildcard':'????'}}}} ! query.wildcard.text: must be",
        "{'highlight':{'fields':{'text':{'fragment_size':3000}}}} ! highlight: could come to more",
        "{'highlight':{'fields':{'text':{'number_of_fragments':100000000,'fragment_size':100000000}}},'size':1} ! highlight: could come to more",
        "{'size':200,'highlight':{'fields':{'text':{'no_match_size':1000000}}}} ! highlight: could come to more",
        "{'highlight':{'fields':{'*':{}}}} ! highlight: could come to more",
        "{'highlight':{'fields':{'a':{},'b':{},'c':{},'d':{}}}} ! highlight: could come to more",
        "{'highlight':{'fields':[{'a':{}},{'b':{}},{'c':{}},{'d':{}}]}} ! highlight: could come to more",
        "{'highlight':{'fields':{'text':{'number_of_fragments':999999999,'fragment_size':999999999}}},'size':1} ! highlight: could come to more",
        "{'highlight':{'number_of_fragments':0,'fields':{'text':{}}}} ! highlight.fields.text.number_of_fragments: must be 1",
        "{'highlight':{'fields':{'text':{'fragment_size':0}}}} ! highlight.fields.text.fragment_size: must be 1",
        "{'highlight':{'fields':{'text':{'fragment_size':'9999'}}}} ! highlight.fields.text.fragment_size: must be a whole",
        "{'highlight':{'fields':{'text':{'matched_fields':['x']}}}} ! highlight.fields.text.matched_fields: is not allowed",
        "{'highlight':{'fields':{'text':{'options':{'x':1}}}}} ! highlight.fields.text.options: is not allowed",
        "{'highlight':{'fields':{'text':{'type':{'x':1}}}}} ! highlight.fields.text.type: must not be",
      })
  void whatCouldBringAboutTooMuchIsRefusedAndNamed(String body, String message) {
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void fieldsOfHighlightsCountHoweverManyTheyAre() {
    // Given more than a number of 64 bits can hold
    String tag = "'" + "x".repeat(100) + "'";
    String fields =
        IntStream.range(0, 5_000).mapToObj(i -> "'*" + i + "':{}").collect(joining(","));
    String body =
        "{'highlight':{'number_of_fragments':10000,'fragment_size':10000,'pre_tags':%s,'post_tags':%s,'fields':{%s}}}"
            .formatted(tag, tag, fields);

    // Then
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("highlight: could come to more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'query':{'wildcard':{'text':'%s'}}}",
        "{'query':{'wildcard':{'text':{'value':'%s'}}}}",
        "{'aggs':{'a':{'terms':{'field':'displays','include':'%s'}}}}",
        "{'aggs':{'a':{'terms':{'field':'displays','exclude':'%s'}}}}"
      })
  void patternsAreShort(String body) {
    assertThatCode(() -> ElasticsearchQueryGate.check(parse(body.formatted("x".repeat(100)))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body.formatted("x".repeat(101)))))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("at most 100 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e99", "'10'", "1000000000", "99999999999"})
  void countsAreWholeNumbersOfNineDigitsAtMost(String number) {
    for (String body :
        List.of("{'size':%s}", "{'from':%s}", "{'aggs':{'a':{'terms':{'field':'x','size':%s}}}}")) {
      assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body.formatted(number))))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessageContaining("must be a whole number");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1, true",
    "101, 1, false",
    "1, 10, true",
    "1, 11, false",
  })
  void tagsOfHighlightsAreShortAndFew(int length, int count, boolean allowed) throws Exception {
    // Given
    String tags = String.join(",", Collections.nCopies(count, "'" + "x".repeat(length) + "'"));
    Map<String, Object> around =
        parse("{'size':10,'highlight':{'pre_tags':[" + tags + "],'fields':{'text':{}}}}");
    Map<String, Object> ofField =
        parse("{'size':10,'highlight':{'fields':{'text':{'post_tags':[" + tags + "]}}}}");

    // Then
    for (Map<String, Object> body : List.of(around, ofField)) {
      if (allowed) {
        assertThatCode(() -> ElasticsearchQueryGate.check(body)).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> ElasticsearchQueryGate.check(body))
            .isInstanceOf(InvalidQueryException.class)
            .hasMessageContaining("100 characters");
      }
    }
  }

  @Test
  void queriesAreNestedSoDeepAndNoDeeper() {
    assertThatCode(() -> ElasticsearchQueryGate.check(parse(nested(20))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(nested(21))))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("queries may be nested 20 deep");
  }

  private static String nested(int depth) {
    return "{'query':"
        + "{'bool':{'must':".repeat(depth)
        + "{'match_all':{}}"
        + "}}".repeat(depth)
        + "}";
  }

  @Test
  void aBodyHoldsSoManyQueriesAndNoMore() {
    String all = "{'match_all':{}},".repeat(498) + "{'match_all':{}}";
    String body = "{'query':{'bool':{'should':[%s]}},'post_filter':{'match_all':{}}}";
    String filtered = "{'query':{'bool':{'should':[%s]}},'aggs':{'a':{'filter':{'match_all':{}}}}}";

    assertThatCode(
            () ->
                ElasticsearchQueryGate.check(parse("{'query':{'bool':{'should':[" + all + "]}}}")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body.formatted(all))))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("500 queries at most");
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(filtered.formatted(all))))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("500 queries at most");
  }

  @Test
  void aRefusalNamesThePlaceAndWhatIsAllowed() {
    // Given
    String body = "{'query':{'bool':{'must':[{'match_all':{}},{'script':{'script':'1'}}]}}}";

    // Then
    assertThatThrownBy(() -> ElasticsearchQueryGate.check(parse(body)))
        .hasMessageStartingWith("query.bool.must[1].script: is not allowed. Allowed: bool, ");
  }

  static Map<String, Object> parse(String body) throws Exception {
    return Json.parseObject(
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
  }
}
