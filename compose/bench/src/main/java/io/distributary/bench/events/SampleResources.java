package io.distributary.bench.events;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.fhir.References;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a folder of FHIR Bundles, with literal references wherever the folder has the
 * resource that is meant.
 */
final class SampleResources {
  private static final JsonLimits BUNDLE = new JsonLimits(1 << 29, 128, Integer.MAX_VALUE);

  private final List<Map<String, @Nullable Object>> resources = new ArrayList<>();
  private final Map<String, String> literals = new HashMap<>();

  private SampleResources() {}

  /**
   * @param folder with files {@code .json} and {@code .json.gz}, read in the order of their names
   * @return JSON texts; at least one
   */
  static List<String> read(Path folder) throws IOException {
    SampleResources sample = new SampleResources();
    for (Path file : files(folder)) {
      sample.add(bundle(file));
    }
    if (sample.resources.isEmpty()) {
      throw new IOException("No FHIR Bundle (.json, .json.gz) in " + folder);
    }
    return sample.resources.stream().map(sample::literal).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(SampleResources::isBundle).sorted().toList();
    }
  }

  private static boolean isBundle(Path file) {
    String name = file.toString();
    return name.endsWith(".json") || name.endsWith(".json.gz");
  }

  private static Map<String, @Nullable Object> bundle(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return Json.parseObject(in.readAllBytes(), BUNDLE);
    } catch (InvalidResourceException e) {
      throw new IOException(file + " is not a FHIR Bundle", e);
    }
  }

  private void add(Map<String, @Nullable Object> bundle) {
    if (bundle.get("entry") instanceof List<?> entries) {
      entries.forEach(entry -> addEntry((Map<?, ?>) entry));
    }
  }

  @SuppressWarnings("unchecked") // every map of a JSON tree has texts as keys
  private void addEntry(Map<?, ?> entry) {
    if (entry.get("resource") instanceof Map<?, ?> resource) {
      String type = String.valueOf(resource.get("resourceType"));
      String literal = type + "/" + resource.get("id");
      resources.add((Map<String, @Nullable Object>) resource);
      if (entry.get("fullUrl") instanceof String url) {
        literals.put(url, literal);
      }
      if (resource.get("identifier") instanceof List<?> identifiers) {
        identifiers.forEach(one -> literals.put(conditional(type, (Map<?, ?>) one), literal));
      }
    }
  }

  private static String conditional(String type, Map<?, ?> identifier) {
    return type + "?identifier=" + identifier.get("system") + "|" + identifier.get("value");
  }

  private String literal(Map<String, @Nullable Object> resource) {
    return Json.text(
        References.rewrite(resource, reference -> Optional.ofNullable(literals.get(reference))));
  }
}
