package io.distributary.schemas.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void codingsAreFoundWhereverTheyStand() throws Exception {
    // When
    List<Code> codes =
        codes(
            "{'code':{'coding':[{'system':'s','code':'1','display':'One'},{'code':'2','display':'Two'}]},"
                + "'class':{'system':'t','code':'AMB'},"
                + "'component':[{'code':{'coding':[{'system':'s','code':'1'}]}}]}");

    // Then
    assertThat(codes)
        .extracting(code -> code.path() + " " + code.token() + " " + code.display().orElse("-"))
        .containsExactly(
            "code.coding s|1 One",
            "code.coding |2 Two",
            "class t|AMB -",
            "component.code.coding s|1 -");
  }

  @Test
  void quantitiesIdentifiersAndBareCodesAreNoCodings() throws Exception {
    assertThat(
            codes(
                "{'valueQuantity':{'value':1,'system':'http://unitsofmeasure.org','code':'kg'},"
                    + "'identifier':[{'system':'s','value':'1'}],"
                    + "'telecom':{'system':'phone','value':'1'},"
                    + "'x':{'code':'1'},'y':{'system':'s','code':7}}"))
        .isEmpty();
  }

  @Test
  void aCodesTextIsItsPathAlone() throws Exception {
    assertThat(codes("{'code':{'system':'CANARY','code':'CANARY'}}").toString())
        .isEqualTo("[code]");
  }

  private static List<Code> codes(String json) throws Exception {
    return Codes.of(Json.parseObject(json.replace('\'', '"').getBytes(UTF_8), JsonLimits.RESOURCE));
  }
}
