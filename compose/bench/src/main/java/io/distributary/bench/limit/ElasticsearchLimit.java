package io.distributary.bench.limit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distributary.bench.stores.Addresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

/** The same index as the gateway's; {@code _bulk} with external versions. */
final class ElasticsearchLimit implements StoreWriter {
  private static final String FOLDER = "/io/distributary/sinks/elasticsearch/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RestClient client;
  private final String index;

  ElasticsearchLimit(Addresses addresses, String namespace) throws IOException {
    client = RestClient.builder(HttpHost.create(addresses.elasticsearchUrl())).build();
    index = namespace + "_resources_r1";
    String settings = resource("settings.json");
    Request create = new Request("PUT", "/" + index);
    create.setJsonEntity(
        "{\"settings\": %s, \"mappings\": %s}".formatted(settings, resource("mappings.json")));
    client.performRequest(create);
    Request alone = new Request("PUT", "/" + index + "/_settings");
    alone.setJsonEntity("{\"index\": {\"number_of_replicas\": 0}}");
    client.performRequest(alone);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ElasticsearchLimit.class.getResourceAsStream(FOLDER + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void write(List<Incoming> batch) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(batch.size() * 1_200);
    JsonGenerator generator = JSON.createGenerator(body);
    generator.setRootValueSeparator(null);
    for (Incoming event : batch) {
      writeAction(generator, event);
      generator.writeRaw('\n');
      writeDocument(generator, event, SearchTexts.of(event.resource()));
      generator.writeRaw('\n');
    }
    generator.close();
    Request bulk = new Request("POST", "/" + index + "/_bulk");
    bulk.addParameter("filter_path", "errors,items.*.error.type");
    bulk.setEntity(new NByteArrayEntity(body.toByteArray(), ContentType.APPLICATION_JSON));
    check(client.performRequest(bulk).getEntity());
  }

  private static void writeAction(JsonGenerator generator, Incoming event) throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("index");
    generator.writeStringField("_id", event.ref());
    generator.writeNumberField("version", event.version());
    generator.writeStringField("version_type", "external");
    generator.writeEndObject();
    generator.writeEndObject();
  }

  private static void writeDocument(JsonGenerator generator, Incoming event, SearchTexts texts)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("type", event.type());
    generator.writeStringField("id", event.id());
    generator.writeStringField("key", event.key());
    generator.writeStringField("source", event.source());
    generator.writeBooleanField("deleted", false);
    generator.writeStringField("version", Long.toString(event.version()));
    generator.writeStringField("updated", event.appended().toString());
    String date = ClinicalDates.of(event.resource());
    if (date != null) {
      generator.writeStringField("date", date);
    }
    write(generator, "codes", texts.codes());
    write(generator, "codeValues", texts.codeValues());
    write(generator, "displays", texts.displays());
    write(generator, "dates", texts.dates());
    write(generator, "text", texts.text());
    write(generator, "identifiers", texts.identifiers());
    write(generator, "identifierValues", texts.identifierValues());
    writePeople(generator, event.resource());
    generator.writeEndObject();
  }

  private static void writePeople(JsonGenerator generator, JsonNode resource) throws IOException {
    JsonNode name = resource.path("name");
    write(generator, "names", name.isTextual() ? List.of(name.textValue()) : List.of());
    write(generator, "family", name.findValuesAsText("family"));
    write(generator, "given", texts(name.path(0).path("given")));
    for (String field : List.of("gender", "birthDate")) {
      if (resource.path(field).isTextual()) {
        generator.writeStringField(field, resource.path(field).textValue());
      }
    }
    for (String field : List.of("city", "state", "postalCode", "country")) {
      write(generator, field, resource.path("address").findValuesAsText(field));
    }
    write(generator, "telecom", resource.path("telecom").findValuesAsText("value"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static void write(JsonGenerator generator, String name, Collection<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      generator.writeArrayFieldStart(name);
      for (String value : values) {
        generator.writeString(value);
      }
      generator.writeEndArray();
    }
  }

  private static void check(HttpEntity answer) throws IOException {
    JsonNode json = JSON.readTree(answer.getContent());
    for (JsonNode error : json.findValues("type")) {
      if (!error.textValue().equals("version_conflict_engine_exception")) {
        throw new IOException("Elasticsearch refused a document: " + error.textValue());
      }
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
