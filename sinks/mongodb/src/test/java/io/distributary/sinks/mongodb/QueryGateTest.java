package io.distributary.sinks.mongodb;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.InvalidQueryException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryGateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$where\":\"sleep(1000)\"}",
        "{\"$and\":[{\"a\":1},{\"$or\":[{\"$where\":\"1\"}]}]}",
        "{\"a\":{\"$elemMatch\":{\"$where\":\"1\"}}}",
        "{\"$expr\":{\"$function\":{\"body\":\"x\",\"args\":[],\"lang\":\"js\"}}}",
        "{\"$expr\":{\"$eq\":[{\"$function\":{}},1]}}",
        "{\"$text\":{\"$search\":\"x\"}}",
        "{\"$jsonSchema\":{}}",
        "{\"$comment\":\"x\"}",
        "{\"a\":{\"$near\":[0,0]}}",
        "{\"a\":{\"$eq\":{\"$unknownOfTomorrow\":1}}}",
        "{\"a\":{\"$date\":\"yesterday\"}}",
        "{\"a\":{\"$date\":5}}",
        "{\"a\":{\"$numberLong\":\"1e3\"}}"
      })
  void filtersRunNoCodeAndUseKnownOperatorsOnly(String filter) {
    // When, Then
    assertThatThrownBy(() -> QueryGate.object("filter", json(filter)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("filter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"$out\":\"x\"}]",
        "[{\"$match\":{}},{\"$merge\":\"x\"}]",
        "[{\"$lookup\":{\"from\":\"system.users\",\"as\":\"x\"}}]",
        "[{\"$graphLookup\":{}}]",
        "[{\"$unionWith\":\"patient_r2\"}]",
        "[{\"$currentOp\":{}}]",
        "[{\"$collStats\":{}}]",
        "[{\"$indexStats\":{}}]",
        "[{\"$listSessions\":{}}]",
        "[{\"$documents\":[]}]",
        "[{\"$geoNear\":{}}]",
        "[{\"$facet\":{\"a\":[{\"$out\":\"x\"}]}}]",
        "[{\"$facet\":{\"a\":[{\"$facet\":{\"b\":[{\"$lookup\":{}}]}}]}}]",
        "[{\"$facet\":{\"a\":{}}}]",
        "[{\"$facet\":[]}]",
        "[{\"$group\":{\"_id\":null,\"x\":{\"$accumulator\":{}}}}]",
        "[{\"$addFields\":{\"x\":{\"$function\":{}}}}]",
        "[{\"$match\":{},\"$out\":\"x\"}]",
        "[{}]",
        "[[]]",
        "[\"$out\"]",
        "{\"$out\":\"x\"}",
        "null"
      })
  void pipelinesReadOneCollectionOnly(String pipeline) {
    // When, Then
    assertThatThrownBy(() -> QueryGate.pipeline("pipeline", json(pipeline)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("pipeline");
  }

  @Test
  void aRefusedStageIsNamedWithWhatIsAllowed() {
    // When, Then
    assertThatThrownBy(
            () -> QueryGate.pipeline("pipeline", json("[{\"$match\":{}},{\"$out\":\"x\"}]")))
        .hasMessage(
            "pipeline[1]: $out is not allowed. Allowed: $addFields, $bucket, $count, $facet, $group,"
                + " $limit, $match, $project, $replaceRoot, $replaceWith, $set, $skip, $sort,"
                + " $sortByCount, $unset, $unwind.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"$regex\":\"(a+)+\"}}",
        "{\"$or\":[{\"a\":{\"$in\":[{\"$regex\":\"(a|b)+\"}]}}]}",
        "{\"a\":{\"$not\":{\"$elemMatch\":{\"$regex\":\"(a+)+\"}}}}",
        "{\"a\":{\"$regex\":{\"$concat\":[\"a\"]}}}",
        "{\"a\":{\"$regex\":5}}",
        "{\"a\":{\"$regex\":\"a\",\"$options\":\"x\"}}",
        "{\"a\":{\"$options\":\"i\"}}",
        "{\"$expr\":{\"$regexMatch\":{\"input\":\"$a\",\"regex\":\"$b\"}}}",
        "{\"$expr\":{\"$regexMatch\":{\"input\":\"$a\",\"regex\":{\"$toLower\":\"A\"}}}}",
        "{\"$expr\":{\"$regexMatch\":{\"input\":\"$a\",\"regex\":\"(a+)+\"}}}",
        "{\"$expr\":{\"$regexMatch\":{\"input\":\"$a\",\"regex\":\"a\",\"options\":\"x\"}}}",
        "{\"$expr\":{\"$regexMatch\":[\"$a\",\"a\"]}}"
      })
  void everyRegularExpressionIsALiteralOneWithinTheRules(String filter) {
    // When, Then
    assertThatThrownBy(() -> QueryGate.object("filter", json(filter)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("filter")
        .hasMessageContaining("$");
  }

  @Test
  void aRegularExpressionWithinTheRulesGoesThrough() throws InvalidQueryException {
    // When
    BsonDocument filter =
        QueryGate.object("filter", json("{\"a\":{\"$regex\":\"^Smith\",\"$options\":\"i\"}}"));

    // Then
    assertThat(filter.getDocument("a").getString("$regex").getValue()).isEqualTo("^Smith");
    assertThat(filter.getDocument("a").getString("$options").getValue()).isEqualTo("i");
  }

  @Test
  void aPipelineHasLimitsInAllDirections() {
    // Given
    String stages = "[" + "{\"$match\":{}},".repeat(50) + "{\"$match\":{}}]";
    String facets =
        IntStream.rangeClosed(0, 10)
            .mapToObj(i -> "\"f" + i + "\":[]")
            .collect(joining(",", "[{\"$facet\":{", "}}]"));
    String facetInFacet = "[{\"$facet\":{\"a\":[{\"$facet\":{}}]}}]";
    String loops =
        "[{\"$set\":{\"x\":"
            + "{\"$map\":{\"input\":\"$a\",\"in\":".repeat(4)
            + "1"
            + "}}".repeat(4)
            + "}}]";
    String operators =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(i -> "{\"$abs\":1}")
            .collect(joining(",", "[{\"$set\":{\"x\":[", "]}}]"));

    // When, Then
    assertThat(refusal(stages)).isEqualTo("pipeline[50]: more than 50 stages.");
    assertThat(refusal(facets)).isEqualTo("pipeline[0].$facet: more than 10 pipelines.");
    assertThat(refusal(facetInFacet))
        .isEqualTo("pipeline[0].$facet.a[0]: a $facet within a $facet.");
    assertThat(refusal(loops)).endsWith("more than 3 of $map, $filter and $let within each other.");
    assertThat(refusal(operators)).endsWith("more than 1000 operators.");
  }

  private static String refusal(String pipeline) {
    return catchThrowable(() -> QueryGate.pipeline("pipeline", json(pipeline))).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'$expr':{'$regexMatch':{'input':'$a','regex':'^S','options':'i'}}}"
            + "|{'$expr':{'$regexMatch':{'input':'$a','regex':'^S','options':'i'}}}",
        "{'a':1,'b':3000000000,'c':1.10}"
            + "|{'a':1,'b':{'$numberLong':'3000000000'},'c':{'$numberDecimal':'1.10'}}",
        "{'updated':{'$gte':{'$date':'2026-11-21T09:30:00+01:00'}}}"
            + "|{'updated':{'$gte':{'$date':'2026-11-21T08:30:00Z'}}}",
        "{'version':{'$numberLong':'9223372036854775807'}}"
            + "|{'version':{'$numberLong':'9223372036854775807'}}",
        "{'$or':[{'a':null},{'b':{'$ne':'^x'}},{'c':{'$in':[true,'$x']}}]}"
            + "|{'$or':[{'a':null},{'b':{'$ne':'^x'}},{'c':{'$in':[true,'$x']}}]}"
      })
  void whatIsAllowedGoesThroughWithItsTypes(String filter, String bson)
      throws InvalidQueryException {
    // When
    BsonDocument document = QueryGate.object("filter", json(filter.replace('\'', '"')));

    // Then
    assertThat(document.toJson()).isEqualTo(BsonDocument.parse(bson).toJson());
  }

  @Test
  void youngStageNamesBecomeThoseThatEveryServerKnows() throws InvalidQueryException {
    // When
    var stages =
        QueryGate.pipeline("pipeline", json("[{\"$set\":{\"a\":1}},{\"$replaceWith\":\"$a\"}]"));

    // Then
    assertThat(stages)
        .containsExactly(
            BsonDocument.parse("{$addFields:{a:1}}"),
            BsonDocument.parse("{$replaceRoot:{newRoot:'$a'}}"));
  }

  private static Object json(String text) {
    try {
      byte[] wrapped = ("{\"x\":" + text + "}").getBytes(StandardCharsets.UTF_8);
      return Json.parseObject(wrapped, JsonLimits.RESOURCE).get("x");
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
