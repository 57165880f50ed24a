package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Action;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The store's own query language, read-only and bounded. */
final class QueryRules {
  private static final JsonNumber PRECISE = new JsonNumber("7654.3210");

  /** More rows than any store gives when it is not told how many. */
  private static final int BEYOND_USUAL_LIMITS = 1_200;

  private static final int BATCH = 400;

  private static final int LARGE_ONES = 12;
  private static final String LARGE_TEXT = "<div>" + "memory ".repeat(6_000) + "</div>";

  private QueryRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "native queries",
        List.of(
            new Rule(
                "nativeQueryFindsLiveResources",
                "A native query finds what is live, at its current version.",
                QueryRules::live),
            new Rule(
                "nativeQueryHidesTombstones",
                "A native query shows neither deleted nor unseen resources.",
                QueryRules::tombstones),
            new Rule(
                "nativeQueryStopsAtMaxRows",
                "An answer has no more rows than asked for, and names the cap when rows lack.",
                QueryRules::rows),
            new Rule(
                "nativeQueryStopsAtMaxBytes",
                "An answer has no more bytes than asked for, and names the cap when rows lack.",
                QueryRules::bytes),
            new Rule(
                "nativeQueryTakesTheMemoryOfItsAnswer",
                "An answer for which there is no more memory ends where it is, and says so.",
                QueryRules::memory),
            new Rule(
                "nativeQueryKeepsDigits",
                "Numbers in an answer keep their digits.",
                QueryRules::digits),
            new Rule(
                "nativeQueryOnlyReads",
                "Whatever could do more than read is refused, and changes nothing.",
                QueryRules::attacks),
            new Rule(
                "malformedNativeQueryIsRefused",
                "Nonsense is refused with a sentence.",
                QueryRules::nonsense),
            new Rule(
                "nativeQueryEndsAtItsDeadline",
                "A query that takes too long ends with RETRY, not after minutes.",
                QueryRules::deadline),
            new Rule(
                "exampleQueryRuns",
                "The example is a query that the view answers.",
                QueryRules::example)));
  }

  private static void live(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    List<Event> events = bench.updates(bench.newIds(bench.types().size()));
    bench.view().apply(events);
    for (Event event : events) {
      assertThat(asked.byId(event.id()).rows()).as("rows for %s", event.id()).hasSize(1);
    }
    bench.view().apply(bench.events().update(events.get(0).id()));
    assertThat(asked.byId(events.get(0).id()).rows()).as("rows after an update").hasSize(1);
  }

  private static void tombstones(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    for (String type : bench.types()) {
      ResourceId id = bench.events().newId(type);
      ResourceId neverLive = bench.events().newId(type);
      bench.view().apply(bench.events().update(id), bench.events().delete(neverLive));
      bench.view().apply(bench.events().delete(id));
      assertThat(asked.byId(id).rows()).as("rows for the deleted %s", id).isEmpty();
      assertThat(asked.byId(neverLive).rows()).as("rows for the deleted %s", neverLive).isEmpty();
    }
    ResourceId unseen = bench.newId();
    Map<String, @Nullable Object> pointing = bench.events().tree(bench.newId());
    Contents.addReferences(unseen, unseen, pointing);
    bench.view().apply(bench.events().update(pointing));
    assertThat(asked.byId(unseen).rows()).as("rows for what is merely referred to").isEmpty();
  }

  private static void rows(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    String type = bench.types().get(0);
    bench.view().apply(manyOf(bench, type));
    QueryResult some = asked.ofType(type, bench.view().context(3, 16 << 20));
    assertThat(some.rows()).hasSize(3);
    assertThat(some.cap()).contains(QueryResult.Cap.MAX_ROWS);
    QueryResult all = asked.ofType(type, bench.view().context());
    assertThat(all.rows()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(all.truncated()).isFalse();
    QueryResult exact = asked.ofType(type, bench.view().context(all.rows().size(), 16 << 20));
    assertThat(exact.rows()).hasSameSizeAs(all.rows());
    assertThat(exact.truncated()).as("truncated, when the last row is in").isFalse();
  }

  private static void bytes(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    String type = bench.types().get(0);
    bench.view().apply(manyOf(bench, type));
    List<Map<String, @Nullable Object>> all = asked.ofType(type, bench.view().context()).rows();
    long half = bytesOf(all) / 2;
    QueryResult some = asked.ofType(type, bench.view().context(10_000, half));
    assertThat(some.cap()).contains(QueryResult.Cap.MAX_BYTES);
    assertThat(bytesOf(some.rows())).isLessThanOrEqualTo(half);
  }

  private static void memory(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    String type = bench.types().get(0);
    bench.view().apply(Stream.generate(() -> large(type, bench)).limit(LARGE_ONES).toList());
    if (bytesOf(asked.ofType(type, bench.view().context()).rows()) <= Reservation.FIRST) {
      throw new TestAbortedException("This view's rows are too small to need memory");
    }
    try {
      QueryResult some = asked.ofType(type, bench.view().contextWithin(new CountedMemory(0)));
      assertThat(bytesOf(some.rows())).isLessThanOrEqualTo(Reservation.FIRST);
      assertThat(some.cap()).contains(QueryResult.Cap.BUDGET);
    } catch (BudgetExceededException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
    }
  }

  private static Event large(String type, Bench bench) {
    Map<String, @Nullable Object> tree = bench.events().tree(bench.events().newId(type));
    Map<String, Object> narrative = Map.of("status", "generated", "div", LARGE_TEXT);
    tree.put("text", narrative);
    return bench.events().update(tree);
  }

  static void noSilentLimit(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    String type = bench.types().get(0);
    for (int written = 0; written < BEYOND_USUAL_LIMITS; written += BATCH) {
      bench
          .view()
          .apply(
              Stream.generate(() -> small(bench.events().newId(type), bench))
                  .limit(BATCH)
                  .toList());
    }
    QueryResult all = asked.ofType(type, bench.view().context());
    if (!all.truncated()) {
      assertThat(all.rows()).hasSizeGreaterThanOrEqualTo(BEYOND_USUAL_LIMITS);
    }
  }

  private static Event small(ResourceId id, Bench bench) {
    return bench.events().update(Map.of("resourceType", id.type(), "id", id.id()));
  }

  private static List<Event> manyOf(Bench bench, String type) {
    return Stream.generate(() -> bench.events().update(bench.events().newId(type)))
        .limit(8)
        .toList();
  }

  private static long bytesOf(List<Map<String, @Nullable Object>> rows) {
    return rows.stream().mapToLong(row -> Json.write(row).length).sum();
  }

  private static void digits(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    ResourceId id = bench.newId();
    Map<String, @Nullable Object> tree = bench.events().tree(id);
    tree.put("extension", List.of(Contents.extension("valueDecimal", PRECISE)));
    bench.view().apply(bench.events().update(tree));
    List<String> shown =
        numbers(asked.byId(id).rows())
            .filter(text -> Double.parseDouble(text) == PRECISE.doubleValue())
            .toList();
    if (shown.isEmpty()) {
      throw new TestAbortedException("This view's rows show no decimals");
    }
    assertThat(shown).containsOnly(PRECISE.toString());
  }

  private static Stream<String> numbers(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      return map.values().stream().flatMap(QueryRules::numbers);
    }
    if (node instanceof Collection<?> list) {
      return list.stream().flatMap(QueryRules::numbers);
    }
    return node instanceof Number ? Stream.of(node.toString()) : Stream.empty();
  }

  private static void attacks(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    bench.view().apply(bench.updates(bench.newIds(3)));
    Map<ResourceId, ViewEntry> before = bench.view().scan();
    assertThat(asked.samples().attacks()).as("attacks that the fixture knows").isNotEmpty();
    for (String attack : asked.samples().attacks()) {
      assertRefused(asked, attack);
    }
    assertThat(bench.view().scan()).as("the view after the attacks").isEqualTo(before);
  }

  private static void nonsense(Bench bench) {
    Asked asked = Asked.of(bench);
    List<String> nonsense = new ArrayList<>(asked.samples().nonsense());
    nonsense.add("{\"no such field\": [1, null, {\"a\": true}]}");
    for (String query : nonsense) {
      assertRefused(asked, query);
    }
  }

  private static void assertRefused(Asked asked, String query) {
    Throwable thrown = catchThrowable(() -> asked.ask(query, asked.view().context()));
    assertThat(thrown).as("what %s throws", query).isInstanceOf(InvalidQueryException.class);
    assertThat(thrown.getMessage()).isNotBlank();
  }

  private static void deadline(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    bench.view().apply(bench.updates(bench.newIds(3)));
    String any = asked.samples().ofType().apply(bench.types().get(0));
    assertThat(actionOf(asked, any, Duration.ofSeconds(-1))).isIn(null, Action.RETRY);
    if (asked.samples().slow().isPresent()) {
      assertThat(actionOf(asked, asked.samples().slow().get(), Duration.ofMillis(300)))
          .as("what the slow query ends with")
          .isEqualTo(Action.RETRY);
    }
  }

  /** Null when it was answered. */
  private static @Nullable Action actionOf(Asked asked, String query, Duration left)
      throws Exception {
    try {
      asked.ask(query, asked.view().contextEnding(left));
      return null;
    } catch (SinkException e) {
      return e.action();
    }
  }

  private static void example(Bench bench) throws Exception {
    Asked asked = Asked.of(bench);
    bench.view().apply(bench.updates(bench.newIds(3)));
    asked.ask(asked.query().example(), bench.view().context());
  }

  /** A view's native queries with samples of them. */
  record Asked(View view, NativeQuery query, SampleQueries samples) {
    static Asked of(Bench bench) {
      NativeQuery query =
          bench
              .view()
              .sink()
              .readers()
              .nativeQuery()
              .orElseThrow(() -> Bench.skip("This view does not answer: native queries"));
      SampleQueries samples =
          bench
              .fixture()
              .queries()
              .orElseThrow(() -> new AssertionError("The fixture brings no sample queries"));
      return new Asked(bench.view(), query, samples);
    }

    QueryResult byId(ResourceId id) throws Exception {
      return askWhatIsThere(samples.byId().apply(id), view.context());
    }

    QueryResult ofType(String type, ReadContext context) throws Exception {
      return askWhatIsThere(samples.ofType().apply(type), context);
    }

    /** Counting makes visible what is pending: native queries need not see a write at once. */
    private QueryResult askWhatIsThere(String text, ReadContext context) throws Exception {
      view.count();
      return ask(text, context);
    }

    QueryResult ask(String text, ReadContext context) throws SinkException {
      return query.query(parse(text), context);
    }

    private static Map<String, @Nullable Object> parse(String text) {
      try {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
      } catch (InvalidResourceException e) {
        throw new AssertionError("The fixture's query is no JSON object: " + text, e);
      }
    }
  }
}
