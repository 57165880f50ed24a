package io.distributary.gateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.Resource;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
  private static final Version VERSION = Version.of(0, 7, 3);
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
  private static final JsonLimits FILE = new JsonLimits(64 << 20, 100, 10_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Patient\",\"id\":\"a\"}",
        "{\"id\":\"a\",\"resourceType\":\"Patient\",\"meta\":{}}",
        "{\"meta\":{\"versionId\":\"9\",\"lastUpdated\":\"x\",\"profile\":[\"p\",\"q\"],\"tag\":[{\"code\":\"}\"}]},\"id\":\"a\",\"resourceType\":\"Patient\"}",
        " \n"
            + "{ \"resourceType\" : \"Patient\" ,\r\n"
            + "\t\"id\" : \"a\" , \"meta\" : { \"source\" : \"s\" } } \n",
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":null,\"x\":[1.10,-2e3,true,null,\"\\\"{[\\\\\"]}",
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"meta\":\"odd\"}",
        "{\"resourceType\":\"Patient\",\"\\u0069d\":\"a\",\"m\\u0065ta\":{\"version\\u0049d\":\"9\",\"source\":\"s\"}}",
        "{\"m\\u0065ta\":{\"source\":\"s\"},\"resourceType\":\"Patient\",\"id\":\"a\"}",
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"contained\":[{\"id\":\"b\",\"meta\":{\"versionId\":\"1\"}}],\"text\":{\"meta\":{}}}",
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{\"family\":\"\u00c5ngstr\u00f6m"
            + " \ud83d\ude00 \u0634\"}]}"
      })
  void onlyVersionAndTimeOfMetaChange(String json) throws Exception {
    assertRendered(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSameHoldsForTheWholeSample() throws Exception {
    // Given
    List<Path> files;
    Path sample = Path.of(System.getProperty("distributary.root"), "compose", "sample");
    try (Stream<Path> all = Files.walk(sample)) {
      files = all.filter(file -> file.toString().endsWith(".json.gz")).limit(3).toList();
    }
    assertThat(files).isNotEmpty();
    // Then
    for (Path file : files) {
      for (Object entry : (List<?>) read(file).get("entry")) {
        Object resource = ((Map<?, ?>) entry).get("resource");
        assertRendered(Json.write(resource));
      }
    }
  }

  @Test
  void prettyPrintingChangesNothingButSpace() throws Exception {
    // Given
    byte[] json =
        "{\"a\":[],\"b\":{},\"c\":[1,{\"d\":\"x, y: {z}\\\"\"}],\"e\":1.10}"
            .getBytes(StandardCharsets.UTF_8);
    // When
    byte[] pretty = Pretty.print(json, Pretty.length(json));
    // Then
    assertThat(Json.write(Json.parseObject(pretty, FILE))).isEqualTo(json);
    assertThat(new String(pretty, StandardCharsets.UTF_8))
        .startsWith("{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n");
    assertThat(Pretty.print(pretty, pretty.length)).isEqualTo(pretty);
  }

  /** The slow way, over a tree, is the oracle. */
  private static void assertRendered(byte[] json) throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>(Resource.parse(json).tree());
    Map<String, Object> meta = new LinkedHashMap<>();
    if (expected.get("meta") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> meta.put((String) name, value));
    }
    meta.put("versionId", VERSION.toString());
    meta.put("lastUpdated", AT.toString());
    expected.put("meta", meta);
    byte[] rendered = Rendering.of(json, VERSION, AT);
    assertThat(Json.parseObject(rendered, FILE)).isEqualTo(expected);
  }

  private static Map<String, Object> read(Path file) throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return Json.parseObject(in.readAllBytes(), FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
