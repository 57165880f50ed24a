package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody else's FHIR client looks up the patients of the sample; somebody else's validator reads.
 */
class HapiMatchTest {
  private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
  private static final String EXPLANATION = "urn:distributary:match-explanation";

  private static FhirContext fhir;
  private static FhirValidator validator;
  private static MemoryHub hub;
  private static IGenericClient client;
  private static List<Patient> sample;

  @BeforeAll
  static void start() throws IOException {
    fhir = FhirContext.forR4();
    fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    validator =
        fhir.newValidator()
            .registerValidatorModule(
                new FhirInstanceValidator(
                    new ValidationSupportChain(
                        new DefaultProfileValidationSupport(fhir),
                        new CommonCodeSystemsTerminologyService(fhir),
                        new InMemoryTerminologyServerValidationSupport(fhir))));
    hub = new MemoryHub();
    client = fhir.newRestfulGenericClient(hub.uri("/fhir").toString());
    sample = sample();
    sample.forEach(patient -> client.update().resource(patient).execute());
    hub.awaitPatientIndex();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static List<Patient> sample() throws IOException {
    Path folder = Path.of(System.getProperty("distributary.root"), "compose", "sample");
    List<Patient> patients = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(each -> each.toString().endsWith(".json.gz")).sorted().toList()) {
        patients.addAll(patients(file));
      }
    }
    return patients;
  }

  private static List<Patient> patients(Path file) {
    try (Reader json =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      return fhir.newJsonParser().parseResource(Bundle.class, json).getEntry().stream()
          .map(BundleEntryComponent::getResource)
          .filter(Patient.class::isInstance)
          .map(Patient.class::cast)
          .map(HapiMatchTest::plain)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the profile that it claims, which the validator does not have. */
  private static Patient plain(Patient patient) {
    patient.setId(patient.getId().replace("urn:uuid:", ""));
    patient.getMeta().setProfile(List.of());
    return patient;
  }

  private static Bundle match(Parameters parameters) {
    return client
        .operation()
        .onType(Patient.class)
        .named("$match")
        .withParameters(parameters)
        .returnResourceType(Bundle.class)
        .execute();
  }

  private static Parameters who(Patient patient) {
    Parameters parameters = new Parameters();
    parameters.addParameter().setName("resource").setResource(patient);
    return parameters;
  }

  private static List<SingleValidationMessage> errors(Bundle answer) {
    return validator
        .validateWithResult(fhir.newJsonParser().encodeResourceToString(answer))
        .getMessages()
        .stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .toList();
  }

  /** As a clerk would write it down: names, day of birth, the town. */
  private static Patient asSaid(Patient known) {
    Patient said = new Patient();
    said.addName()
        .setFamily(known.getNameFirstRep().getFamily())
        .addGiven(known.getNameFirstRep().getGiven().get(0).getValue());
    said.setBirthDateElement(known.getBirthDateElement());
    said.setGender(known.getGender());
    said.addAddress().setCity(known.getAddressFirstRep().getCity());
    return said;
  }

  @Test
  void everyPatientOfTheSampleIsFoundByWhatAClerkWouldWriteDown() {
    assertThat(sample).isNotEmpty();
    for (Patient patient : sample) {
      Bundle answer = match(who(asSaid(patient)));
      assertThat(answer.getType()).isEqualTo(Bundle.BundleType.SEARCHSET);
      BundleEntryComponent best = answer.getEntryFirstRep();
      assertThat(best.getResource().getIdElement().getIdPart())
          .isEqualTo(patient.getIdElement().getIdPart());
      assertThat(best.getSearch().getExtensionString(GRADE)).isEqualTo("certain");
      assertThat(best.getSearch().getScore().doubleValue()).isGreaterThan(0.99);
    }
  }

  @Test
  void everyPatientIsFoundByTheNumberOfTheHospital() {
    for (Patient patient : sample) {
      Identifier number =
          patient.getIdentifier().stream()
              .filter(identifier -> "MR".equals(identifier.getType().getCodingFirstRep().getCode()))
              .findFirst()
              .orElseThrow();
      Patient said = new Patient();
      said.addIdentifier(number);
      assertThat(match(who(said)).getEntry())
          .extracting(entry -> entry.getResource().getIdElement().getIdPart())
          .containsExactly(patient.getIdElement().getIdPart());
    }
  }

  @Test
  void validatorFindsNoErrorInTheAnswers() {
    for (Patient patient : sample) {
      Parameters explained = who(asSaid(patient));
      explained.addParameter("explain", true);
      Bundle answer = match(explained);
      assertThat(answer.getEntry()).isNotEmpty();
      assertThat(errors(answer)).isEmpty();
    }
    Parameters strict = who(new Patient().addName(sample.get(0).getNameFirstRep()));
    strict.addParameter("onlyCertainMatches", true);
    Bundle advised = match(strict);
    assertThat(advised.getEntry()).hasSize(1);
    assertThat(errors(advised)).isEmpty();
  }

  @Test
  void validatorFindsErrorsWhereThereAreSome() {
    Bundle wrong = new Bundle().setType(Bundle.BundleType.SEARCHSET).setTotal(-1);
    wrong.addEntry().setFullUrl("http://127.0.0.1/fhir/Patient/x").getSearch().setScore(2);
    assertThat(errors(wrong)).isNotEmpty();
  }

  @Test
  void explanationOfEveryScoreAddsUpToIt() {
    for (Patient patient : sample) {
      Parameters explained = who(asSaid(patient));
      explained.addParameter("explain", true);
      for (BundleEntryComponent entry : match(explained).getEntry()) {
        double bits =
            entry.getSearch().getExtensionByUrl(EXPLANATION).getExtension().stream()
                .mapToDouble(HapiMatchTest::bits)
                .sum();
        assertThat(1 / (1 + Math.pow(2, -bits)))
            .isCloseTo(entry.getSearch().getScore().doubleValue(), within(1e-4));
      }
    }
  }

  /** What a part adds; the total adds nothing. */
  private static double bits(Extension part) {
    return switch (part.getUrl()) {
      case "field" -> {
        assertThat(part.getExtensionByUrl("name").getValue()).isInstanceOf(StringType.class);
        yield decimal(part.getExtensionByUrl("bits"));
      }
      case "prior", "relatives" -> decimal(part);
      default -> 0;
    };
  }

  private static double decimal(Extension part) {
    return ((DecimalType) part.getValue()).getValue().doubleValue();
  }

  @Test
  void operationIsListed() {
    CapabilityStatement statement =
        client.capabilities().ofType(CapabilityStatement.class).execute();
    assertThat(statement.getRestFirstRep().getResource())
        .filteredOn(resource -> resource.getType().equals("Patient"))
        .singleElement()
        .satisfies(
            resource ->
                assertThat(resource.getOperation())
                    .anySatisfy(
                        operation -> {
                          assertThat(operation.getName()).isEqualTo("match");
                          assertThat(operation.getDefinition())
                              .isEqualTo("http://hl7.org/fhir/OperationDefinition/Patient-match");
                        }));
  }
}
