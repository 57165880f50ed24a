package io.distributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  private static final String VIEWS =
      """
      {"views":[{"name":"document","type":"mongodb","state":"RUNNING","revision":1,"resources":3,"lag":0,
       "deadLetters":0,"position":"x","since":"2026-01-01T00:00:00Z","message":""}]}""";

  @TempDir private Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private StubGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new StubGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "status --nonsense",
        "status --url ftp://x",
        "ingest",
        "ingest x --source not_a_uri --url http://127.0.0.1:1",
        "ingest x --retry-for soon",
        "query graph",
        "dead-letters",
        "dead-letters show",
        "verify",
        "verify document --revision x",
        "pause",
        "rebuild",
        "switch document two",
        "drop document",
        "serve"
      })
  void wrongCallsEndWithTwo(String words) {
    assertThat(run(words.split(" "))).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pause document",
        "resume document",
        "rebuild document",
        "status",
        "status --json",
        "query graph x",
        "dead-letters list",
        "ingest x"
      })
  void whereNothingRunsTheAnswerSaysHowToStartIt(String words) {
    String[] call = (words + " --data " + data).split(" ");

    assertThat(run(call)).isEqualTo(1);
    assertThat(err.toString()).contains("Nothing is running in " + data, "compose/distributary up");
  }

  @Test
  void gatewayThatIsAwayIsSaidInOneSentence() {
    gateway.close();

    assertThat(run("query", "graph", "RETURN 1", "--url", gateway.url().toString())).isEqualTo(1);
    assertThat(err.toString()).contains("does not answer: nothing listens there").hasLineCount(1);
  }

  @Test
  void statusAsJsonOfARunningStack() throws Exception {
    gateway.answer("/views", VIEWS);
    up(4711L);

    assertThat(run("status", "--json", "--data", data.toString())).isZero();
    assertThat(out.toString())
        .startsWith("{\"gateway\":{\"pid\":4711,\"url\":\"" + gateway.url() + "\"}")
        .contains(
            "\"servers\":{\"kafka\":{\"pid\":12,\"port\":9,\"ready\":false,"
                + "\"silentSince\":\"2026-11-29T01:02:03Z\"},"
                + "\"hbase\":{\"pid\":null,\"port\":7,\"ready\":null,\"silentSince\":null}}")
        .contains("\"views\":[{\"name\":\"document\"");
  }

  @Test
  void statusSaysWhichServerAnswersNothing() throws Exception {
    // Given
    gateway.answer("/views", VIEWS);
    up(4711L);

    // When
    run("status", "--data", data.toString());

    // Then
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("kafka .* answers nothing since 2026-11-29T01:02:03Z"))
        .anyMatch(line -> line.matches("hbase .* not running"));
  }

  @Test
  void statusAsJsonWhileTheGatewayIsAway() throws Exception {
    up(null);
    gateway.close();

    assertThat(run("status", "--json", "--data", data.toString())).isZero();
    assertThat(out.toString()).startsWith("{\"gateway\":null,").contains("\"views\":[]");
  }

  @Test
  void whatANewerGatewaySaysBesidesIsInTheJsonAndNoTroubleForTheTable() {
    // Given
    gateway.answer("/views", VIEWS.replace("\"lag\":0", "\"mood\":{\"good\":true},\"lag\":0"));

    // When
    run("status", "--json", "--url", gateway.url().toString());
    run("status", "--url", gateway.url().toString());

    // Then
    assertThat(out.toString())
        .contains("\"mood\":{\"good\":true},\"lag\":0")
        .contains("document  mongodb  RUNNING  0    3        0");
  }

  @Test
  void statusCountsWhenAsked() {
    gateway.answer("/views?count=exact", VIEWS);

    assertThat(run("status", "--json", "--count", "--url", gateway.url().toString())).isZero();
    assertThat(out.toString()).contains("\"servers\":{}", "\"resources\":3");
  }

  @Test
  void statusWaitsForViewsThatAreNotYetOpenThoughTheyLagBehindNothing() {
    gateway.answer("/views", VIEWS.replace("RUNNING", "CATCHING_UP"));
    assertThat(run("status", "--wait", "0", "--url", gateway.url().toString())).isEqualTo(1);
    assertThat(err.toString()).contains("Still behind: document (CATCHING_UP)");

    gateway.answer("/views", VIEWS);
    assertThat(run("status", "--wait", "0", "--url", gateway.url().toString())).isZero();
  }

  @Test
  void statusSaysWhoCanBeLookedUp() {
    gateway.answer("/views", VIEWS);
    gateway.answer(
        "/population", "{\"ready\":true,\"patients\":1234,\"position\":\"x\",\"message\":\"\"}");
    run("status", "--url", gateway.url().toString());
    assertThat(out.toString()).contains("Population: 1,234 patients can be looked up.");

    gateway.answer(
        "/population",
        "{\"ready\":false,\"patients\":0,\"position\":\"x\",\"message\":\"Kafka is away.\"}");
    run("status", "--url", gateway.url().toString());
    assertThat(out.toString())
        .contains("0 patients so far, none can be looked up yet. Kafka is away.");
  }

  @Test
  void statusForPeopleIsATable() throws Exception {
    gateway.answer("/views", VIEWS);
    up(4711L);

    run("status", "--data", data.toString());

    assertThat(out.toString())
        .contains("VIEW      STORE    STATE    LAG  APPLIED  DEAD LETTERS")
        .contains("document  mongodb  RUNNING  0    3        0")
        .contains("hbase   7     not running");
  }

  @Test
  void deadLettersAsJsonAreAnArray() {
    gateway.answer("/dead-letters?view=graph", "{\"deadLetters\":[{\"id\":\"graph.r1.3.4711\"}]}");

    run("dead-letters", "list", "--json", "--view", "graph", "--url", gateway.url().toString());

    assertThat(out.toString().strip()).isEqualTo("[{\"id\":\"graph.r1.3.4711\"}]");
  }

  @Test
  void deadLettersForPeopleAreATable() {
    gateway.answer("/dead-letters", "{\"deadLetters\":[]}");
    run("dead-letters", "list", "--url", gateway.url().toString());
    assertThat(out.toString()).isEqualTo("No dead letters.\n");

    gateway.answer(
        "/dead-letters",
        """
        {"deadLetters":[{"id":"graph.r1.3.4711","view":"graph","subject":null,"reason":"too-large",
         "at":"2026-01-01T00:00:00Z","superseded":true}]}""");
    run("dead-letters", "list", "--url", gateway.url().toString());
    assertThat(out.toString())
        .contains("ID               SUBJECT  REASON     AT\n")
        .contains("graph.r1.3.4711           too-large  2026-01-01T00:00:00Z  superseded");
  }

  @Test
  void oneDeadLetterIsShown() {
    gateway.answer(
        "/dead-letters/graph.r1.3.4711", "{\"id\":\"graph.r1.3.4711\",\"reason\":\"R\"}");

    run("dead-letters", "show", "graph.r1.3.4711", "--url", gateway.url().toString());

    assertThat(out.toString()).contains("reason  R");
  }

  @Test
  void rowsArePrintedALineEach() {
    gateway.answer("/views/graph/query", "{\"rows\":[{\"a\":1.10},{\"a\":2}],\"truncated\":true}");

    run("query", "graph", "RETURN 1", "--url", gateway.url().toString());

    assertThat(out.toString().lines()).containsExactly("{\"a\":1.10}", "{\"a\":2}");
    assertThat(err.toString()).contains("more rows");
  }

  @Test
  void rebuildWaitsAndSaysWhatIsNext() {
    gateway.answer(
        "/views/document",
        """
        {"revision":1,"revisions":[{"number":1,"live":true,"dropping":false,"lag":0},
          {"number":2,"live":false,"dropping":false,"lag":7}]}""");

    int exit = run("rebuild", "document", "--url", gateway.url().toString());

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("Revision 2 of view document is being built")
        .contains("compose/distributary verify document --revision 2")
        .contains("compose/distributary switch document");
  }

  @Test
  void rebuildThatIsGivenUpIsDropped() {
    gateway.answer(
        "/views/document",
        """
        {"revision":1,"revisions":[{"number":1,"dropping":false},{"number":2,"dropping":false}]}""");
    gateway.answer("/views/document/revisions/2", "{\"live\":1}");

    int exit = run("rebuild", "document", "--cancel", "--url", gateway.url().toString());

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString()).contains("revision 2 is being removed");
  }

  @Test
  void switchSaysWhichRevisionIsRead() {
    gateway.answer("/views/document/switch", "{\"live\":2}");

    run("switch", "document", "2", "--url", gateway.url().toString());

    assertThat(out.toString()).contains("View document is read from revision 2.");
  }

  @Test
  void verificationWithoutADifferenceEndsWithNought() {
    gateway.answer("/views/document/verify", verified("[]", 0, 0, "[]"));

    int exit = run("verify", "document", "--json", "--url", gateway.url().toString());

    assertThat(exit).as(err.toString()).isZero();
    assertThat(out.toString().strip())
        .startsWith(
            "{\"view\":\"document\",\"checked\":7,\"missing\":[],\"extra\":[],\"different\":[],\"stale\":[],")
        .doesNotContain("phase");
  }

  @Test
  void whatVerificationFindsIsNamedAndEndsWithOne() {
    gateway.answer("/views/document/verify", verified("[\"Patient/ann\"]", 30, 0, "[]"));

    int exit = run("verify", "document", "--url", gateway.url().toString());

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(
            "View document, revision 1: 7 checked, 30 missing, 0 extra, 0 different, 0 stale.")
        .contains("missing:", "  Patient/ann", "and 29 more");
  }

  @Test
  void repairEndsWithOneOnlyWhenSomethingIsStillWrong() {
    gateway.answer("/views/document/verify", verified("[\"Patient/ann\"]", 1, 1, "[]"));
    assertThat(run("verify", "document", "--repair", "--url", gateway.url().toString())).isZero();
    assertThat(out.toString()).contains("1 missing", "; 1 repaired.");

    gateway.answer(
        "/views/document/verify", verified("[\"Patient/ann\"]", 1, 0, "[\"Patient/ann\"]"));
    assertThat(run("verify", "document", "--repair", "--url", gateway.url().toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("still wrong after the repair:");
  }

  @Test
  void verificationThatFailsIsSaidInTheGatewaysWords() {
    gateway.answer(
        "/views/document/verify", "{\"state\":\"FAILED\",\"message\":\"The store is away.\"}");

    int exit = run("verify", "document", "--json", "--url", gateway.url().toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("FAILED", "The store is away.");
    assertThat(out.toString()).isEmpty();
  }

  private static String verified(String missing, int count, int repaired, String unrepaired) {
    return """
        {"view":"document","revision":1,"state":"DONE","phase":"ENDED","checked":7,"missing":%s,"extra":[],
         "different":[],"stale":[],"moved":[],"repaired":%d,"unrepaired":%s,
         "counts":{"missing":%d,"extra":0,"different":0,"stale":0,"moved":0,"unrepaired":%d},
         "truncated":false,"position":"x","message":""}"""
        .formatted(missing, repaired, unrepaired, count, unrepaired.equals("[]") ? 0 : 1);
  }

  @Test
  void refusalIsSaidInTheGatewaysWords() {
    assertThat(run("query", "nope", "{}", "--url", gateway.url().toString())).isEqualTo(1);
    assertThat(err.toString()).contains("Refused (404): No such thing");
  }

  private void up(Long gatewayPid) throws IOException {
    String started = ProcessHandle.current().info().startInstant().orElseThrow().toString();
    Files.createDirectories(data.resolve("run"));
    Files.writeString(
        data.resolve("run/up.json"),
        """
        {"supervisor":%d,"started":"%s","gateway":{"pid":%s,"started":"x","url":"%s"},
         "servers":{"kafka":{"pid":12,"started":"x","ready":false,"silentSince":"2026-11-29T01:02:03Z","port":9},
                    "hbase":{"pid":null,"started":null,"port":7}}}
        """
            .formatted(ProcessHandle.current().pid(), started, gatewayPid, gateway.url()));
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
