package io.distributary.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.control.DeadLetterJson.MarkJson;
import io.distributary.gateway.control.RedrivenJson.FailedJson;
import io.distributary.gateway.control.VerificationJson.CountsJson;
import io.distributary.gateway.control.VerificationJson.ProgressJson;
import io.distributary.gateway.control.ViewJson.RevisionJson;
import io.distributary.gateway.control.ViewsJson.BudgetJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
  private static final String SINCE = "2026-01-01T00:00:00Z";
  private static final RevisionJson REVISION =
      new RevisionJson(1, true, true, false, "RUNNING", 3, 0L, "0:4", "");
  private static final ViewJson VIEW =
      new ViewJson(
          "document",
          "mongodb",
          "RUNNING",
          1,
          3L,
          0L,
          2,
          "0:4",
          SINCE,
          "",
          null,
          List.of(REVISION));
  private static final String VIEW_FIELDS =
      "'name':'document','type':'mongodb','state':'RUNNING','revision':1,'resources':3,'lag':0,"
          + "'deadLetters':2,'position':'0:4','since':'2026-01-01T00:00:00Z','message':'',"
          + "'unansweredSince':null,'revisions':[{'number':1,'live':true,'proven':true,"
          + "'dropping':false,'state':'RUNNING','resources':3,'lag':0,'position':'0:4',"
          + "'message':''}]";
  private static final DeadLetterJson LETTER =
      new DeadLetterJson(
          "graph.r1.3.4711", "graph", null, "3@4711", "too-large", "It is.", SINCE, false, null);
  private static final String LETTER_FIELDS =
      "'id':'graph.r1.3.4711','view':'graph','subject':null,'position':'3@4711',"
          + "'reason':'too-large','message':'It is.','at':'2026-01-01T00:00:00Z',"
          + "'superseded':false";
  private static final RedrivenJson REDRIVEN =
      new RedrivenJson(5, 1, List.of(new FailedJson("a", "b", "c")), null);
  private static final String REDRIVEN_FIELDS =
      "'redriven':5,'rejected':1,'failed':[{'id':'a','reason':'b','message':'c'}],'next':null";
  private static final VerificationJson VERIFICATION =
      new VerificationJson(
          "document",
          1,
          true,
          "DONE",
          "ENDED",
          SINCE,
          new ProgressJson(10, 9, 8, 7),
          6,
          List.of("Patient/ann"),
          List.of("Patient/bob"),
          List.of(),
          List.of(),
          List.of("Patient/cid"),
          1,
          List.of("Patient/bob"),
          new CountsJson(1, 2, 3, 4, 5, 6),
          true,
          null,
          "");

  static Stream<Arguments> documents() {
    return Stream.of(
        document(
            new ViewsJson(List.of(VIEW), new BudgetJson(200, 7)),
            "{'views':[{" + VIEW_FIELDS + "}],'budget':{'bytes':200,'held':7}}"),
        document(VIEW, "{" + VIEW_FIELDS + "}"),
        document(
            new ViewJson(
                "graph", "neo4j", "FAILED", 1, null, null, 0, null, SINCE, "Away.", SINCE,
                List.of()),
            "{'name':'graph','type':'neo4j','state':'FAILED','revision':1,'resources':null,"
                + "'lag':null,'deadLetters':0,'position':null,'since':'2026-01-01T00:00:00Z',"
                + "'message':'Away.','unansweredSince':'2026-01-01T00:00:00Z','revisions':[]}"),
        document(
            new OneViewJson(VIEW, "RETURN \"x\""),
            "{" + VIEW_FIELDS + ",'example':'RETURN \\'x\\''}"),
        document(new OneViewJson(VIEW, null), "{" + VIEW_FIELDS + ",'example':null}"),
        document(
            new PlanJson("document", 1, 2, false, List.of(1, 2)),
            "{'view':'document','live':1,'building':2,'paused':false,'revisions':[1,2]}"),
        document(
            new PlanJson("document", 1, null, true, List.of(1)),
            "{'view':'document','live':1,'building':null,'paused':true,'revisions':[1]}"),
        document(
            VERIFICATION,
            "{'view':'document','revision':1,'repair':true,'state':'DONE','phase':'ENDED',"
                + "'since':'2026-01-01T00:00:00Z',"
                + "'progress':{'toRead':10,'read':9,'compared':8,'open':7},'checked':6,"
                + "'missing':['Patient/ann'],'extra':['Patient/bob'],'different':[],'stale':[],"
                + "'moved':['Patient/cid'],'repaired':1,'unrepaired':['Patient/bob'],"
                + "'counts':{'missing':1,'extra':2,'different':3,'stale':4,'moved':5,"
                + "'unrepaired':6},'truncated':true,'position':null,'message':''}"),
        document(
            VERIFICATION.findings(),
            "{'view':'document','checked':6,'missing':['Patient/ann'],'extra':['Patient/bob'],"
                + "'different':[],'stale':[],'moved':['Patient/cid'],'repaired':1,"
                + "'unrepaired':['Patient/bob'],'counts':{'missing':1,'extra':2,'different':3,"
                + "'stale':4,'moved':5,'unrepaired':6},'truncated':true,'revision':1,"
                + "'position':null}"),
        document(LETTER, "{" + LETTER_FIELDS + "}"),
        document(
            discarded(),
            "{"
                + LETTER_FIELDS.replace("null", "'Patient/ann'")
                + ",'discarded':{'reason':'Ann said so.','at':'2026-01-01T00:00:00Z'}}"),
        document(
            new DeadLettersJson(List.of(LETTER), 2, true),
            "{'deadLetters':[{" + LETTER_FIELDS + "}],'total':2,'truncated':true}"),
        document(REDRIVEN, "{" + REDRIVEN_FIELDS + "}"),
        document(new DiscardedJson(3, "a"), "{'discarded':3,'next':'a'}"),
        document(new DiscardedJson(0, null), "{'discarded':0,'next':null}"),
        document(
            new PopulationJson(true, 12, "0:4", ""),
            "{'ready':true,'patients':12,'position':'0:4','message':''}"),
        document(new HealthJson("alive"), "{'status':'alive'}"),
        document(
            new ProblemJson("about:blank", "Bad Request", 400, "No.", "limit"),
            "{'type':'about:blank','title':'Bad Request','status':400,'detail':'No.',"
                + "'element':'limit'}"),
        document(
            new RedriveProblemJson(
                new ProblemJson("about:blank", "Service Unavailable", 503, "Later.", null),
                REDRIVEN),
            "{'type':'about:blank','title':'Service Unavailable','status':503,"
                + "'detail':'Later.',"
                + REDRIVEN_FIELDS
                + "}"));
  }

  private static DeadLetterJson discarded() {
    return new DeadLetterJson(
        "graph.r1.3.4711",
        "graph",
        "Patient/ann",
        "3@4711",
        "too-large",
        "It is.",
        SINCE,
        false,
        new MarkJson("Ann said so.", SINCE));
  }

  private static Arguments document(ControlDocument document, String json) {
    return Arguments.of(document, json.replace('\'', '"'));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void documentHasThisTextAndComesBackFromIt(ControlDocument document, String json)
      throws IOException {
    assertThat(new String(ControlCodec.write(document), UTF_8)).isEqualTo(json);
    assertThat(read(json, document.getClass())).isEqualTo(document);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatANewerGatewaySaysBesidesIsIgnored(ControlDocument document, String json)
      throws IOException {
    String newer = json.replace("{", "{\"news\":{\"of\":[1,null]},");

    assertThat(ControlCodec.write(read(newer, document.getClass())))
        .isEqualTo(ControlCodec.write(read(json, document.getClass())));
  }

  @Test
  void everyKindOfDocumentIsPinnedHere() {
    assertThat(documents().<Class<?>>map(each -> each.get()[0].getClass()))
        .contains(ControlDocument.class.getPermittedSubclasses());
  }

  @Test
  void whatAnOlderGatewayDoesNotSayIsNothing() throws IOException {
    // When
    ViewJson view = read("{\"name\":\"document\"}", ViewJson.class);
    VerificationJson verification = read("{}", VerificationJson.class);

    // Then
    assertThat(view.lag()).isNull();
    assertThat(view.revision()).isZero();
    assertThat(view.revisions()).isEmpty();
    assertThat(view.message()).isEmpty();
    assertThat(verification.missing()).isEmpty();
    assertThat(verification.progress()).isEqualTo(new ProgressJson(0, 0, 0, 0));
    assertThat(verification.counts()).isEqualTo(new CountsJson(0, 0, 0, 0, 0, 0));
    assertThat(verification.message()).isEmpty();
    assertThat(read("{}", DeadLetterJson.class).discarded()).isNull();
    assertThat(read("{}", PopulationJson.class).message()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"Ann\"",
        "{",
        "{} {}",
        "{\"views\":\"Ann\"}",
        "{\"views\":[null]}",
        "{\"views\":[{\"lag\":\"Ann\"}]}"
      })
  void whatIsNoDocumentIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> read(text, ViewsJson.class))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("not a ViewsJson")
        .hasNoCause();
  }

  @Test
  void textsOfRecordsNameNoPatientAndQuoteNoOperator() {
    assertThat(
            Stream.of(
                VERIFICATION,
                VERIFICATION.findings(),
                discarded(),
                new DeadLettersJson(List.of(discarded()), 1, false)))
        .map(Object::toString)
        .noneMatch(text -> text.contains("Patient") || text.contains("Ann"));
  }

  private static <T extends ControlDocument> T read(String json, Class<T> type) throws IOException {
    return ControlCodec.read(json.getBytes(UTF_8), type);
  }
}
