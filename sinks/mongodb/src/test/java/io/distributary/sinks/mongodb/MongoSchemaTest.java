package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoSchemaTest {
  private static final MongoClient CLIENT = MongoClients.create("mongodb://127.0.0.1:1");
  private final MongoSchema schema = new MongoSchema(CLIENT.getDatabase("names"), "_r1");

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Patient, patient_r1",
    "MedicationRequest, medication_request_r1",
    "R, r_r1",
    "PATIENT, p_a_t_i_e_n_t_r1"
  })
  void aTypeAndItsCollectionNameEachOther(String type, String collection) {
    // When
    String name = schema.physicalName(type);

    // Then
    assertThat(name).isEqualTo(collection);
    assertThat(schema.typeOf(name)).contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"system.users", "patient_r2", "patient_r11", "Patient_r1", "_r1", "a__b_r1", "x"})
  void otherCollectionsAreNoneOfOurs(String collection) {
    // When, Then
    assertThat(schema.typeOf(collection)).isEmpty();
  }

  @Test
  void revisionsDoNotShareCollections() {
    // Given
    MongoSchema eleventh = new MongoSchema(CLIENT.getDatabase("names"), "_r11");

    // When
    String name = eleventh.physicalName("Patient");

    // Then
    assertThat(schema.typeOf(name)).isEmpty();
    assertThat(eleventh.typeOf(name)).contains("Patient");
  }
}
