package io.distributary.sink.tck;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.JsonNumber;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Legal contents that stores find hard. */
final class Contents {
  /** The levels that {@code extension} within a resource adds beside itself: object and list. */
  private static final int DEEPEST = 31;

  private static final List<String> DECIMALS =
      List.of(
          "1.10",
          "0.0",
          "0",
          "-0.50",
          "100",
          "100.000",
          "1e3",
          "1.0E-7",
          "6.02214076e23",
          "1E-400",
          "9007199254740993",
          "-9223372036854775808",
          "123456789012345678901234567890",
          "3.14159265358979323846264338327950288419716939937510",
          "0.10000000000000000000000000000000000000000");
  private static final List<String> SCRIPTS =
      List.of(
          "Ελληνικά",
          "שלום עולם",
          "مرحبا \u202Eabc\u202C",
          "नमस्ते",
          "漢字かな交じり文",
          "e\u0301 vs é",
          "👩🏽‍⚕️ 🏥 𝒳",
          "ﬁ Straße İstanbul ŁÓDŹ",
          "tab\tnew\nline\r\u000B\u0085\u2028",
          "a\u200Bb\uFEFF",
          "\" ' \\ / $ . ` { } ; -- */ <script>alert(1)</script> %00 ${x} $where #{y}",
          "\u0001\u001f\u007f",
          "");

  private Contents() {}

  static Map<String, @Nullable Object> extension(String field, @Nullable Object value) {
    Map<String, @Nullable Object> extension = new LinkedHashMap<>();
    extension.put("url", "http://example.org/fhir/StructureDefinition/kit");
    extension.put(field, value);
    return extension;
  }

  /** Lets whatever element names the patient name this one. */
  static void pointAt(ResourceId patient, Map<String, @Nullable Object> tree) {
    for (String element : List.of("subject", "patient")) {
      tree.computeIfPresent(element, (name, old) -> Map.of("reference", patient.toString()));
    }
  }

  static void addLongTexts(Map<String, @Nullable Object> tree) {
    List<Object> texts = new ArrayList<>();
    for (int length : new int[] {8_191, 8_192, 32_766, 32_767, 100_000}) {
      texts.add(extension("valueString", "x".repeat(length)));
      texts.add(extension("valueMarkdown", "ü".repeat(length / 2)));
    }
    tree.put("extension", texts);
    tree.put("text", Map.of("status", "generated", "div", "word ".repeat(20_000)));
    // Elements that views like to index.
    tree.put(
        "identifier", List.of(Map.of("system", "s".repeat(40_000), "value", "v".repeat(40_000))));
    tree.put(
        "name",
        List.of(Map.of("family", "f".repeat(40_000), "given", List.of("g".repeat(33_000)))));
    tree.put(
        "code",
        Map.of(
            "text",
            "t".repeat(70_000),
            "coding",
            List.of(
                Map.of(
                    "system",
                    "y".repeat(33_000),
                    "code",
                    "c".repeat(33_000),
                    "display",
                    "d".repeat(33_000)))));
  }

  static void addManyFieldNames(Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("resourceType", "Basic");
    IntStream.range(0, 1_500).forEach(i -> fields.put("field" + i, "value " + i));
    tree.put("contained", List.of(fields));
    IntStream.range(0, 1_200)
        .forEach(i -> tree.put("own" + i, new JsonNumber(Integer.toString(i))));
  }

  /** One element now a text, now a list, now an object, now a number, empty, or null. */
  static List<@Nullable Object> shapes() {
    List<@Nullable Object> shapes = new ArrayList<>();
    shapes.add("text");
    shapes.add(List.of("one", "two"));
    shapes.add(List.of());
    shapes.add(Map.of());
    shapes.add(Map.of("coding", Map.of("system", "urn:s", "code", "single")));
    shapes.add(Map.of("coding", List.of(Map.of("code", "a"), Map.of("code", "b"))));
    shapes.add(List.of(Map.of("coding", List.of(Map.of("system", "urn:s", "code", "a")))));
    shapes.add(List.of(List.of(new JsonNumber("1")), "mixed", true));
    shapes.add(new JsonNumber("12"));
    shapes.add(true);
    shapes.add(null);
    return shapes;
  }

  static void addDecimals(Map<String, @Nullable Object> tree) {
    tree.put(
        "extension",
        DECIMALS.stream().map(text -> extension("valueDecimal", new JsonNumber(text))).toList());
    tree.put("valueQuantity", Map.of("value", new JsonNumber("36.60"), "unit", "Cel"));
  }

  static void addScripts(Map<String, @Nullable Object> tree) {
    tree.put("extension", SCRIPTS.stream().map(text -> extension("valueString", text)).toList());
    tree.put("text", Map.of("status", "generated", "div", String.join(" ", SCRIPTS)));
    tree.put(
        "name",
        SCRIPTS.stream()
            .map(text -> Map.of("text", text, "family", text, "given", List.of(text)))
            .toList());
  }

  static void addReferences(ResourceId self, ResourceId peer, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> contained = new LinkedHashMap<>();
    contained.put("resourceType", "Organization");
    contained.put("id", "org");
    contained.put("partOf", Map.of("reference", "Organization/inside"));
    tree.put("contained", List.of(contained));
    List<Object> references =
        Stream.of(
                self.toString(),
                peer.toString(),
                peer.toString(),
                peer + "/_history/3",
                "Practitioner/dangles",
                "https://other.example.org/fhir/Patient/1",
                "urn:uuid:0e1f5f2c-55a5-4a62-8a1d-1f2f3f4f5f6f",
                "#org",
                "#",
                "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99",
                "no reference at all",
                "Unknown/../../x",
                "")
            .<Object>map(text -> extension("valueReference", Map.of("reference", text)))
            .toList();
    tree.put("extension", references);
    tree.put(
        "participant",
        List.of(
            Map.of("individual", Map.of("reference", peer.toString())),
            Map.of("individual", Map.of("display", "nobody"))));
  }

  /** As deep as the stream lets through: 64 levels. */
  static void addDepth(Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> innermost = extension("valueBoolean", true);
    for (int level = 1; level < DEEPEST; level++) {
      innermost = extension("extension", List.of(innermost));
    }
    tree.put("extension", List.of(innermost));
  }

  /** About as big as the stream lets through: 4 MiB. */
  static void addBulk(Map<String, @Nullable Object> tree) {
    byte[] bytes = new byte[3_100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    String data = Base64.getEncoder().encodeToString(bytes);
    tree.put("content", List.of(Map.of("attachment", Map.of("data", data))));
  }

  /** Nearly as many values as the stream lets through: 400,000. */
  static void addBreadth(Map<String, @Nullable Object> tree) {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < 390_000; i++) {
      numbers.add(i % 2 == 0 ? new JsonNumber("1.5") : (Object) true);
    }
    tree.put("contained", List.of(Map.of("resourceType", "Basic", "values", numbers)));
  }
}
