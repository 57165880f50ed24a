package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.ResourceId;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that docs/architecture.md lists are those that a flow enters each time. */
@Needs({ServerKind.KAFKA, ServerKind.MONGODB})
class FlowsIT {
  private static final Path PAGE =
      Path.of(System.getProperty("distributary.root"), "docs", "architecture.md");
  private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)`");
  private static final int TIMES = 12;
  private static final int PARTITIONS = 4;

  @TempDir static Path folder;
  private static EnteredClasses entered;
  private static RunningGateway gateway;
  private static StrangersProducer producer;

  @BeforeAll
  static void startWithOneView() throws Exception {
    entered = EnteredClasses.watch();
    String namespace = TestNamespace.of(FlowsIT.class).name();
    String kafka = Servers.kafka().bootstrapServers();
    String yaml =
        """
        http: {port: 0}
        kafka: {bootstrapServers: "%s"}
        stream: {prefix: %s, partitions: %d}
        match: {enabled: false}
        plugins: %s
        views:
          - {name: document, type: mongodb, config: {uri: "mongodb://127.0.0.1:%d", database: %s}}
        """
            .formatted(
                kafka,
                namespace,
                PARTITIONS,
                RunningGateway.plugins(folder, "mongodb"),
                Servers.mongodb().port(),
                namespace);
    gateway = new RunningGateway(folder, yaml).ready();
    producer = new StrangersProducer(kafka, namespace, PARTITIONS, Map.of());
    event(0);
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    gateway.close();
  }

  @Test
  void classesOfAnEventAreThoseOfThePage() throws Exception {
    compare("One event", FlowsIT::event);
  }

  @Test
  void classesOfAReadAreThoseOfThePage() throws Exception {
    event(0);
    compare(
        "One read",
        number -> assertThat(gateway.get("/fhir/Patient/flow").statusCode()).isEqualTo(200));
  }

  private interface Flow {
    void run(int number) throws Exception;
  }

  /**
   * What is listed is entered each time, and what is entered each time is listed, unless it goes on
   * by itself, too.
   */
  private static void compare(String heading, Flow flow) throws Exception {
    Set<String> everyTime = new TreeSet<>();
    for (int i = 1; i <= TIMES; i++) {
      entered.forget();
      flow.run(i);
      if (i == 1) {
        everyTime.addAll(entered.names());
      } else {
        everyTime.retainAll(entered.names());
      }
    }
    Set<String> listed = listed(heading);
    Set<String> unlisted = new TreeSet<>(everyTime);
    unlisted.removeAll(goingOn());
    unlisted.removeAll(listed);
    assertThat(everyTime).as("listed, and entered each time").containsAll(listed);
    assertThat(unlisted).as("entered each time, and not listed").isEmpty();
  }

  /** What is entered while nothing is asked but how the views are. */
  private static Set<String> goingOn() throws Exception {
    entered.forget();
    await().pollDelay(Duration.ofSeconds(3)).until(FlowsIT::isCaughtUp);
    return entered.names();
  }

  /** Appends an event, and returns when its offset is committed. */
  private static void event(int number) throws Exception {
    ResourceId id = ResourceId.parse("Patient/flow");
    String json =
        "{\"resourceType\":\"Patient\",\"id\":\"flow\",\"name\":[{\"family\":\"F%d\"}]}"
            .formatted(number);
    producer.update(id, id, json.getBytes(StandardCharsets.UTF_8)).get();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(FlowsIT::isCaughtUp);
  }

  private static boolean isCaughtUp() throws Exception {
    return gateway.list("/views", "views").get(0).get("lag").toString().equals("0");
  }

  /** The names in code of the paragraphs between a heading and the next one. */
  private static Set<String> listed(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("### " + heading);
    int end = page.indexOf("\n#", start + 4);
    Matcher names = CODE.matcher(page.substring(start, end));
    Set<String> found = new TreeSet<>();
    while (names.find()) {
      found.add(names.group(1));
    }
    return found;
  }
}
