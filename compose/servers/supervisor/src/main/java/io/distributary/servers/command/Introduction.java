package io.distributary.servers.command;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What comes after "ready": the sample, where things are, and what to try first. */
final class Introduction {
  private static final Pattern PATIENT_FILE =
      Pattern.compile(".*_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.json\\.gz");

  private final Path sample;
  private final DataFolder data;
  private final String url;
  private final StackPorts ports;
  private final PrintStream out;

  Introduction(Path root, DataFolder data, String url, StackPorts ports, PrintStream out) {
    this.sample = root.resolve("compose/sample");
    this.data = data;
    this.url = url;
    this.ports = ports;
    this.out = out;
  }

  /**
   * Sends the sample through the gateway and waits until all views have it.
   *
   * @return whether that went well
   */
  boolean loadSample(GatewayProgram gateway) throws IOException, InterruptedException {
    out.println(
        "Sending the sample: twelve synthetic patients, with their hospitals and practitioners.");
    out.flush();
    return gateway.command(
                "ingest", sample.toString(), "--source", "urn:distributary:sample", "--url", url)
            == 0
        && gateway.command("status", "--wait", "--url", url) == 0;
  }

  /** Addresses, and commands that can be copied. */
  void print(boolean withSample) throws IOException {
    out.println();
    out.println("Distributary is up: " + url);
    for (ServerKind kind : ServerKind.values()) {
      out.printf(Locale.ROOT, "  %-14s 127.0.0.1:%d%n", kind.id(), ports.clientPort(kind));
    }
    out.println("  logs and data  " + data.path());
    out.println();
    out.println("Try, in the project's folder:");
    tries(withSample).forEach(line -> out.println("  " + line));
    out.flush();
  }

  private Stream<String> tries(boolean withSample) throws IOException {
    Stream<String> always =
        Stream.of("compose/distributary status" + dataOption(), "curl -s " + url + "/views");
    Stream<String> end = Stream.of("compose/distributary down" + dataOption());
    Optional<String> patient = withSample ? samplePatient() : Optional.empty();
    Stream<String> queries = patient.map(this::aboutPatient).orElseGet(this::aboutNothing);
    return Stream.of(always, queries, end).flatMap(lines -> lines);
  }

  private Stream<String> aboutPatient(String id) {
    return Stream.of(
        "curl -s " + url + "/fhir/Patient/" + id,
        "curl -s '"
            + url
            + "/fhir/Patient/"
            + id
            + "/$everything' | grep -o '\"resourceType\":\"[A-Za-z]*\"' | sort | uniq -c",
        query(
            "graph",
            "MATCH (:Patient)<-[:subject]-(e:Encounter)-[:participant_individual]->(p:Practitioner)"
                + " RETURN p.id AS practitioner, count(DISTINCT e) AS encounters"
                + " ORDER BY encounters DESC LIMIT 5"),
        query(
            "search",
            "{\"query\":{\"match\":{\"text\":\"fracture\"}},\"size\":0,"
                + "\"aggs\":{\"types\":{\"terms\":{\"field\":\"type\"}}}}"));
  }

  private Stream<String> aboutNothing() {
    return Stream.of(
        "curl -s " + url + "/fhir/metadata",
        query("graph", "MATCH (n:Resource) RETURN count(n) AS resources"),
        "compose/distributary ingest compose/sample" + dataOption());
  }

  private String query(String view, String body) {
    return "compose/distributary query " + view + " '" + body + "'" + dataOption();
  }

  private Optional<String> samplePatient() throws IOException {
    try (Stream<Path> files = Files.list(sample)) {
      return files
          .map(file -> PATIENT_FILE.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .sorted()
          .findFirst();
    }
  }

  private String dataOption() {
    Path usual = Path.of(".distributary").toAbsolutePath().normalize();
    return data.path().equals(usual) ? "" : " --data " + quoted(data.path().toString());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
