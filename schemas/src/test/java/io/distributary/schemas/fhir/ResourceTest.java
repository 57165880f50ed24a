package io.distributary.schemas.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
  @Test
  void itsBytesAreKeptExactly() throws Exception {
    // Given
    byte[] json = "{ \"id\":\"p-1\",\n\"resourceType\":\"Patient\", \"x\":1.10}\n".getBytes(UTF_8);

    // When
    Resource resource = Resource.parse(json);

    // Then
    assertThat(resource.json()).isEqualTo(json);
    assertThat(resource.id()).isEqualTo(new ResourceId("Patient", "p-1"));
  }

  @Test
  void elementsAreFoundWhetherTheyAreAbsentSingleOrRepeated() throws Exception {
    // Given
    Resource resource =
        parse(
            "'name':[{'given':['Ann','Bea'],'family':'Lee'},{'given':'Cy'},null,7],"
                + "'active':true,'gone':null");

    // Then
    assertThat(resource.texts("name.given")).containsExactly("Ann", "Bea", "Cy");
    assertThat(resource.text("name.family")).hasValue("Lee");
    assertThat(resource.values("active")).containsExactly(true);
    assertThat(resource.texts("active")).isEmpty();
    assertThat(resource.values("gone")).isEmpty();
    assertThat(resource.values("name.given.none")).isEmpty();
    assertThat(resource.values("none.at.all")).isEmpty();
  }

  @Test
  void aTreeThatWasLetGoIsReadAgain() throws Exception {
    // Given
    Resource resource = parse("'name':[{'family':'Lee'}],'multipleBirthInteger':2");

    // When
    Resource without = resource.withoutTree();

    // Then
    assertThat(without.id()).isEqualTo(resource.id());
    assertThat(without.json()).isSameAs(resource.json());
    assertThat(without.tree()).isEqualTo(resource.tree());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|{'id':'a'}|, TYPE_MISSING",
        "|{'resourceType':7,'id':'a'}|, TYPE_MISSING",
        "|{'resourceType':'patient','id':'a'}|, TYPE_INVALID",
        "|{'resourceType':'Patient` {x:1}) //','id':'a'}|, TYPE_INVALID",
        "|{'resourceType':'Patient'}|, ID_MISSING",
        "|{'resourceType':'Patient','id':null}|, ID_MISSING",
        "|{'resourceType':'Patient','id':''}|, ID_INVALID",
        "|{'resourceType':'Patient','id':'../x'}|, ID_INVALID",
        "|{'resourceType':'Patient','id':'a$b'}|, ID_INVALID",
        "|{'resourceType':'Patient','id':'a','$where':1}|, FIELD_NAME_INVALID",
        "|{'resourceType':'Patient','id':'a','x':[{'a.b':1}]}|, FIELD_NAME_INVALID",
        "|{'resourceType':'Patient','id':'a','x':{'':1}}|, FIELD_NAME_INVALID",
        "|{'resourceType':'Patient','id':'a','x':{'_':1}}|, FIELD_NAME_INVALID",
        "|{'resourceType':'Patient','id':'a','é':1}|, FIELD_NAME_INVALID",
        "|{'resourceType':'Patient','id':'a','birthDate':'2023-02-30'}|, DATE_INVALID",
        "|{'resourceType':'Patient','id':'a','x':[{'valueDateTime':['2023-02-29']}]}|, DATE_INVALID"
      })
  void whatNoViewCouldKeepIsRefused(String json, Defect defect) {
    assertThat(refusal(json).defect()).isEqualTo(defect);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'birthDate':'about 1970'",
        "'text':{'div':'<script>alert(1)</script>'}",
        "'_birthDate':{'extension':[]}",
        "'note':'2023-02-30'",
        "'nonsense':{'fhir_comments':['x']}"
      })
  void legalOrMerelyOddContentIsNotRefused(String fields) throws Exception {
    assertThat(parse(fields).id()).hasToString("Patient/a");
  }

  @Test
  void longTextsAndManyFieldsAreLegal() throws Exception {
    StringBuilder fields = new StringBuilder("'x':'" + "y".repeat(100_000) + "'");
    for (int i = 0; i < 5_000; i++) {
      fields.append(",'f").append(i).append("':1");
    }

    assertThat(parse(fields.toString()).tree()).hasSize(5_003);
  }

  @Test
  void aResourceFromATreeHasTheBytesOfThatTree() throws Exception {
    // When
    Resource resource = Resource.of(parse("'x':1.10").tree());

    // Then
    assertThat(new String(resource.json(), UTF_8))
        .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"a\",\"x\":1.10}");
  }

  @Test
  void aTreeThatIsTooLargeIsRefusedToo() {
    Map<String, Object> tree =
        Map.of("resourceType", "Patient", "id", "a", "x", "y".repeat(4 << 20));

    assertThat(catchThrowableOfType(InvalidResourceException.class, () -> Resource.of(tree)))
        .hasMessage("The resource is larger than 4 MiB.");
  }

  @Test
  void aTombstoneHasTypeAndIdAlone() throws Exception {
    // When
    Resource tombstone = Resource.tombstone(new ResourceId("Patient", "a"));

    // Then
    assertThat(tombstone.tree())
        .containsOnlyKeys("resourceType", "id")
        .isEqualTo(Resource.parse(tombstone.json()).tree());
  }

  @Test
  void nothingOfItsContentIsInItsText() throws Exception {
    assertThat(parse("'name':'CANARY'")).hasToString("Patient/a");
    assertThat(refusal("{'resourceType':'Patient','id':'CANARY CANARY'}"))
        .hasMessageNotContaining("CANARY");
    assertThat(refusal("{'resourceType':'Patient','id':'a','CANARY CANARY':1}"))
        .hasMessageNotContaining("CANARY");
  }

  private static InvalidResourceException refusal(String json) {
    return catchThrowableOfType(
        InvalidResourceException.class,
        () -> Resource.parse(json.replace('\'', '"').getBytes(UTF_8)));
  }

  private static Resource parse(String fields) throws InvalidResourceException {
    String json = "{'resourceType':'Patient','id':'a'," + fields + "}";
    return Resource.parse(json.replace('\'', '"').getBytes(UTF_8));
  }
}
