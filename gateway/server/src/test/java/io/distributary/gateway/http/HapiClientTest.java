package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.gclient.IOperationUntypedWithInput;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import io.distributary.gateway.fhir.ResourceTypes;
import java.util.Arrays;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else's FHIR client, which asks for /metadata before anything else. */
class HapiClientTest {
  private static FhirContext fhir;
  private MemoryHub hub;
  private IGenericClient client;

  @BeforeAll
  static void context() {
    fhir = FhirContext.forR4();
    fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.ONCE);
  }

  @BeforeEach
  void start() {
    hub = new MemoryHub();
    client = fhir.newRestfulGenericClient(hub.uri("/fhir").toString());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void whatIsUpdatedIsRead() {
    // Given
    MethodOutcome created = client.update().resource(patient("One")).execute();
    // When
    Patient read = client.read().resource(Patient.class).withId("ann").execute();
    // Then
    assertThat(created.getCreated()).isTrue();
    assertThat(created.getId().getVersionIdPart()).isEqualTo("0");
    assertThat(read.getNameFirstRep().getFamily()).isEqualTo("One");
    assertThat(read.getMeta().getVersionId()).isEqualTo("0");
    assertThat(read.getMeta().getLastUpdated()).isEqualTo(InMemoryLog.NOW);
  }

  @Test
  void historyAndVersionsAreRead() {
    // Given
    client.update().resource(patient("One")).execute();
    client.update().resource(patient("Two")).execute();
    client.delete().resourceById("Patient", "ann").execute();
    // When
    Bundle history =
        client.history().onInstance("Patient/ann").returnBundle(Bundle.class).execute();
    // Then
    assertThat(history.getType()).isEqualTo(Bundle.BundleType.HISTORY);
    assertThat(history.getEntry()).hasSize(3);
    assertThat(history.getEntry().get(0).getRequest().getMethod())
        .isEqualTo(Bundle.HTTPVerb.DELETE);
    assertThat(
            client
                .read()
                .resource(Patient.class)
                .withIdAndVersion("ann", "0")
                .execute()
                .getNameFirstRep()
                .getFamily())
        .isEqualTo("One");
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId("ann").execute())
        .isInstanceOf(ResourceGoneException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everythingIsABundle(boolean byGet) {
    // Given
    client.update().resource(patient("One")).execute();
    Observation observation = new Observation();
    observation.setSubject(new Reference("Patient/ann"));
    MethodOutcome made = client.create().resource(observation).execute();
    IOperationUntypedWithInput<Parameters> everything =
        client
            .operation()
            .onInstance("Patient/ann")
            .named("$everything")
            .withNoParameters(Parameters.class);
    // When
    Bundle chart =
        (byGet ? everything.useHttpGet() : everything).returnResourceType(Bundle.class).execute();
    // Then
    assertThat(chart.getType()).isEqualTo(Bundle.BundleType.SEARCHSET);
    assertThat(chart.getTotal()).isEqualTo(2);
    assertThat(chart.getEntry())
        .extracting(entry -> entry.getResource().getIdElement().getIdPart())
        .containsExactlyInAnyOrder("ann", made.getId().getIdPart());
  }

  @Test
  void aBatchIsAnsweredEntryByEntry() {
    // Given
    Bundle batch = new Bundle();
    batch.setType(Bundle.BundleType.BATCH);
    batch
        .addEntry()
        .setResource(patient("One"))
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PUT)
        .setUrl("Patient/ann");
    batch.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl("Patient/ann");
    batch.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl("Patient?name=One");
    // When
    Bundle answer = client.transaction().withBundle(batch).execute();
    // Then
    assertThat(answer.getType()).isEqualTo(Bundle.BundleType.BATCHRESPONSE);
    assertThat(answer.getEntry())
        .extracting(entry -> entry.getResponse().getStatus())
        .containsExactly("201 Created", "200 OK", "422 Unprocessable Entity");
    assertThat(answer.getEntry().get(1).getResource()).isInstanceOf(Patient.class);
    assertThat(answer.getEntry().get(2).getResponse().getOutcome()).isNotNull();
  }

  @Test
  void refusalsAreOutcomes() {
    // Given
    Bundle transaction = new Bundle();
    transaction.setType(Bundle.BundleType.TRANSACTION);
    // Then
    assertThatThrownBy(() -> client.transaction().withBundle(transaction).execute())
        .isInstanceOfSatisfying(
            UnprocessableEntityException.class,
            e -> assertThat(e.getOperationOutcome()).isNotNull());
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId("nobody").execute())
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void theStatementNamesAllTypesOfR4AndNoSearch() {
    // When
    CapabilityStatement statement =
        client.capabilities().ofType(CapabilityStatement.class).execute();
    // Then
    assertThat(statement.getFhirVersion()).isEqualTo(FHIRVersion._4_0_1);
    assertThat(statement.getSoftware().getVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(statement.getRestFirstRep().getSecurity().getDescription()).startsWith("None");
    assertThat(statement.getRestFirstRep().getResource())
        .allSatisfy(
            resource -> {
              assertThat(resource.getSearchParam()).isEmpty();
              assertThat(resource.getUpdateCreate()).isTrue();
            });
    assertThat(ResourceTypes.all())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ResourceType.values()).map(ResourceType::name).toList());
  }

  private static Patient patient(String family) {
    Patient patient = new Patient();
    patient.setId("ann");
    patient.addName().setFamily(family);
    return patient;
  }
}
