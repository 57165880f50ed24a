package io.distributary.bench.read;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A patient with many resources, the same for the same seed: panels of laboratory values with a
 * narrative, about 2.4 KB each.
 */
final class SyntheticChart {
  private static final Instant FIRST = Instant.parse("2016-01-04T08:00:00Z");
  private static final List<String> ANALYTES =
      List.of(
          "6299-2|Urea nitrogen [Mass/volume] in Blood|mg/dL",
          "38483-4|Creatinine [Mass/volume] in Blood|mg/dL",
          "2947-0|Sodium [Moles/volume] in Blood|mmol/L",
          "6298-4|Potassium [Moles/volume] in Blood|mmol/L",
          "2069-3|Chloride [Moles/volume] in Blood|mmol/L",
          "20565-8|Carbon dioxide, total [Moles/volume] in Blood|mmol/L",
          "49765-1|Calcium [Mass/volume] in Blood|mg/dL");

  private final Random random;
  private final ResourceId patient;

  private SyntheticChart(long seed) {
    this.random = new Random(seed);
    this.patient = new ResourceId("Patient", id());
  }

  /** The patient first, then so many others. */
  static List<Resource> of(long seed, int others) {
    SyntheticChart chart = new SyntheticChart(seed);
    List<Resource> resources = new ArrayList<>();
    resources.add(chart.patient());
    IntStream.range(0, others).forEach(number -> resources.add(chart.panel(number)));
    return resources;
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private Resource patient() {
    return parsed(
        """
        {"resourceType":"Patient","id":"%s","name":[{"use":"official","family":"Longrecord","given":["Vera"]}],\
        "gender":"female","birthDate":"1951-03-09","address":[{"city":"Springfield","state":"MA","country":"US"}]}"""
            .formatted(patient.id()));
  }

  private Resource panel(int number) {
    String components =
        ANALYTES.stream()
            .map(analyte -> component(analyte.split("\\|")))
            .collect(Collectors.joining(","));
    String at = FIRST.plus(3L * number, ChronoUnit.DAYS).toString();
    return parsed(
        """
        {"resourceType":"Observation","id":"%s","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">\
        Basic metabolic panel of %s, specimen %s</div>"},"status":"final","category":[{"coding":[{"system":\
        "http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"Laboratory"}]}],\
        "code":{"coding":[{"system":"http://loinc.org","code":"51990-0","display":"Basic metabolic panel - Blood"}],\
        "text":"Basic metabolic panel - Blood"},"subject":{"reference":"%s"},"effectiveDateTime":"%s","issued":"%s",\
        "component":[%s]}"""
            .formatted(id(), at, id(), patient, at, at, components));
  }

  private String component(String[] analyte) {
    return String.format(
        Locale.ROOT,
        """
        {"code":{"coding":[{"system":"http://loinc.org","code":"%s","display":"%s"}],"text":"%s"},\
        "valueQuantity":{"value":%.4f,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}}""",
        analyte[0],
        analyte[1],
        analyte[1],
        1 + 140 * random.nextDouble(),
        analyte[2],
        analyte[2]);
  }

  private static Resource parsed(String json) {
    try {
      return Resource.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidResourceException e) {
      throw new IllegalStateException(e);
    }
  }
}
