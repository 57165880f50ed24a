package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Cursor;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.StoredResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing of the content is ever told. */
final class SecrecyRules {
  private static final List<String> CANARIES =
      List.of("Qvxzplokk", "canary-4711-mrn", "1903-07-19", "73.5519077", "Zwillbrock Street");

  private SecrecyRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "secrecy",
        List.of(
            new Rule(
                "contentIsNeverLogged",
                "Writing, reading, scanning and refusing log nothing of the content.",
                SecrecyRules::logs),
            new Rule(
                "contentIsInNoResult",
                "The texts of results, projected values, readers and sinks tell nothing.",
                SecrecyRules::texts),
            new Rule(
                "contentIsInNoException",
                "An exception's text tells nothing, whatever went wrong.",
                SecrecyRules::exceptions)));
  }

  private static void logs(Bench bench) throws Exception {
    List<Event> events = canaries(bench);
    String said;
    try (Eavesdropper ear = new Eavesdropper()) {
      exercise(bench, events);
      said = ear.heard();
    }
    assertSilent("standard output, standard error and java.util.logging", said);
  }

  private static void exercise(Bench bench, List<Event> events) throws Exception {
    View view = bench.view();
    view.attempt(events);
    view.attempt(events);
    view.newest(events.get(0).id());
    view.count();
    view.scan();
    if (view.sink().readers().chart().isPresent()) {
      view.chart(events.get(0).key());
    }
    if (view.sink().readers().type().isPresent()) {
      view.type(events.get(0).id().type());
    }
    if (view.sink().readers().history().isPresent()) {
      view.history(events.get(0).id());
    }
    if (bench.fixture().refusable().isPresent()) {
      view.write(List.of(bench.fixture().refusable().get().apply(events.get(0))));
    }
    failures(bench, events);
  }

  private static void texts(Bench bench) throws Exception {
    List<Event> events = canaries(bench);
    List<Outcome> outcomes = bench.view().apply(events);
    assertSilent("outcomes", outcomes.toString());
    assertSilent("projected values", projected(bench.view().sink(), events));
    for (Object part : parts(bench.view().sink())) {
      assertSilent("a part of the sink", part.toString());
    }
    if (bench.view().sink().readers().resource().isPresent()) {
      for (Event event : events) {
        String read =
            bench
                .view()
                .resourceReader()
                .read(event.id(), bench.view().context())
                .map(StoredResource::toString)
                .orElse("");
        assertSilent("a resource that was read", read);
      }
    }
    if (bench.view().sink().readers().type().isPresent()) {
      String type = events.get(0).id().type();
      assertSilent("what is read of a type", bench.view().type(type).toString());
    }
  }

  private static <P> String projected(Sink<P> sink, List<Event> events) throws Exception {
    StringBuilder texts = new StringBuilder();
    for (Event event : events) {
      sink.projection()
          .project(event)
          .ifPresent(value -> texts.append(value).append(new Projected<>(event, value)));
    }
    return texts.toString();
  }

  private static void exceptions(Bench bench) throws Exception {
    List<Event> events = canaries(bench);
    bench.view().apply(events);
    for (Throwable failure : failures(bench, events)) {
      assertSilent("an exception's text", failure.toString());
    }
    if (bench.fixture().refusable().isPresent()) {
      Event refused = bench.fixture().refusable().get().apply(canaries(bench).get(0));
      for (Outcome outcome : bench.view().write(List.of(refused))) {
        assertSilent("a refusal", outcome + " " + reasonOf(outcome));
      }
    }
  }

  private static String reasonOf(Outcome outcome) {
    return outcome instanceof Outcome.Failed refused ? refused.reason().message() : "";
  }

  /** What a closed sink and readers without time have to say; being silent is allowed. */
  private static List<Throwable> failures(Bench bench, List<Event> events) throws Exception {
    List<Throwable> failures = new ArrayList<>();
    View closed = bench.openAgain();
    closed.close();
    attempt(failures, () -> closed.write(events));
    View view = bench.view();
    var late = view.contextEnding(Duration.ofSeconds(-1));
    ResourceId id = events.get(0).id();
    ResourceId key = events.get(0).key();
    view.sink().readers().resource().ifPresent(r -> attempt(failures, () -> r.read(id, late)));
    view.sink()
        .readers()
        .chart()
        .ifPresent(r -> attempt(failures, () -> r.chart(key, Cursor.START, late, any -> true)));
    view.sink()
        .readers()
        .type()
        .ifPresent(r -> attempt(failures, () -> r.type(id.type(), late, any -> true)));
    view.sink()
        .readers()
        .history()
        .ifPresent(r -> attempt(failures, () -> r.history(id, Cursor.START, late, any -> true)));
    attempt(failures, () -> view.sink().maintenance().scan(late, any -> true));
    return failures;
  }

  private static void attempt(List<Throwable> failures, Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception e) {
      failures.add(e);
    }
  }

  private static List<Object> parts(Sink<?> sink) {
    Readers readers = sink.readers();
    List<Object> parts = new ArrayList<>();
    parts.addAll(List.of(sink, sink.projection(), sink.writer(), sink.repair()));
    parts.addAll(List.of(sink.maintenance(), readers));
    readers.resource().ifPresent(parts::add);
    readers.chart().ifPresent(parts::add);
    readers.type().ifPresent(parts::add);
    readers.history().ifPresent(parts::add);
    readers.nativeQuery().ifPresent(parts::add);
    return parts;
  }

  private interface Attempt {
    void run() throws Exception;
  }

  /** A resource of each type that is full of words which must never be seen elsewhere. */
  private static List<Event> canaries(Bench bench) {
    List<Event> events = new ArrayList<>();
    for (String type : bench.types()) {
      Map<String, @Nullable Object> tree = bench.events().tree(bench.events().newId(type));
      tree.put(
          "name", List.of(Map.of("family", CANARIES.get(0), "given", List.of(CANARIES.get(0)))));
      tree.put("identifier", List.of(Map.of("system", "urn:x", "value", CANARIES.get(1))));
      tree.put("birthDate", CANARIES.get(2));
      tree.put("valueQuantity", Map.of("value", new JsonNumber(CANARIES.get(3))));
      tree.put("address", List.of(Map.of("line", List.of(CANARIES.get(4)))));
      tree.put("text", Map.of("status", "generated", "div", String.join(" ", CANARIES)));
      events.add(bench.events().update(tree));
    }
    return events;
  }

  private static void assertSilent(String what, String said) {
    for (String canary : CANARIES) {
      // The text itself is not repeated: it is the leak.
      assertThat(said.contains(canary)).as("%s tells content", what).isFalse();
    }
  }
}
