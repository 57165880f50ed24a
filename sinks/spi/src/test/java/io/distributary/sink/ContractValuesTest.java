package io.distributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.InvalidConfigException.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractValuesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HASH_OF_A =
      "72ff6b02949dad95006c343e3db3150090d3afb49f6bbdb92fdc17607997a85c";
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void allConfigurationProblemsAreSaidAtOnce() {
    // Given
    ConfigProblems problems =
        new ConfigProblems()
            .require(null, "uri")
            .check(true, "database", "must not be blank")
            .check(false, "timeout", "must be above 0");
    // When, Then
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(problems::orThrow)
        .withMessage("uri: is required\ntimeout: must be above 0")
        .satisfies(e -> assertThat(e.problems()).hasSize(2));
  }

  @Test
  void noProblemIsNoException() {
    new ConfigProblems().require("mongodb://localhost", "uri").orThrow();
  }

  @Test
  void problemIsSeenFromFurtherOutWithItsWholePath() {
    assertThat(new Problem("uri", "is required").within("views[1].config"))
        .hasToString("views[1].config.uri: is required");
    assertThat(new Problem("", "is not a mapping").within("views[1]"))
        .hasToString("views[1]: is not a mapping");
  }

  @Test
  void secretDoesNotShowItself() {
    Secret secret = new Secret("hunter2");
    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret).isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("hunter3"));
  }

  @Test
  void partsOfAHashAreKeptApart() {
    assertThat(new ContentHash().add("ab").add("c").hex())
        .isNotEqualTo(new ContentHash().add("a").add("bc").hex());
    assertThat(new ContentHash().add(Optional.empty()).hex())
        .isNotEqualTo(new ContentHash().add(Optional.of("")).hex());
  }

  @Test
  void hashIsSha256OfLengthsAndParts() {
    // Source: printf '\0\0\0\1a' | sha256sum
    assertThat(new ContentHash().add("a").hex()).isEqualTo(HASH_OF_A);
  }

  @Test
  void rowsStopAtTheirNumber() {
    // Given
    QueryResult.Rows rows =
        new QueryResult.Rows(ReadContext.of("test", NOW, CLOCK).capped(2, 1_000));
    // When
    boolean third =
        rows.add(Map.of("n", 1)) && rows.add(Map.of("n", 2)) && rows.add(Map.of("n", 3));
    // Then
    assertThat(third).isFalse();
    assertThat(rows.result().rows()).hasSize(2);
    assertThat(rows.result().cap()).contains(QueryResult.Cap.MAX_ROWS);
  }

  @Test
  void rowsStopAtTheirBytes() {
    QueryResult.Rows rows = new QueryResult.Rows(ReadContext.of("test", NOW, CLOCK).capped(10, 20));
    assertThat(rows.add(Map.of("text", "short"))).isTrue();
    assertThat(rows.add(Map.of("text", "another"))).isFalse();
    assertThat(rows.result().cap()).contains(QueryResult.Cap.MAX_BYTES);
  }

  @Test
  void rowsThatFitExactlyAreNotTruncated() {
    QueryResult.Rows rows = new QueryResult.Rows(ReadContext.of("test", NOW, CLOCK).capped(1, 7));
    assertThat(rows.add(Map.of("n", 1))).isTrue();
    assertThat(rows.result().truncated()).isFalse();
    assertThat(rows.result()).hasToString("1 rows");
  }

  @Test
  void outcomeOfOneEventNeverStopsTheView() {
    Reason reason = new Reason("too-large", "Too large.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Outcome.Failed(new Failure(Action.STOP, reason)));
  }

  @Test
  void revisionsBeginAtOne() {
    assertThat(new SinkContext(new RevisionId("document", 2), CLOCK).suffix()).isEqualTo("_r2");
    assertThatIllegalArgumentException().isThrownBy(() -> new RevisionId("document", 0));
  }

  @Test
  void durationsHaveBoundsThatAreToldAsTheyAreWritten() {
    Duration least = Duration.ofMillis(100);
    Duration most = Duration.ofMinutes(10);
    new ConfigProblems().duration(least, "timeout", least, most).orThrow();
    assertThatThrownBy(
            () ->
                new ConfigProblems()
                    .duration(Duration.ofMillis(99), "timeout", least, most)
                    .duration(Duration.ofHours(1), "other", Duration.ofSeconds(90), most)
                    .orThrow())
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::message)
                    .containsExactly("must be 100ms to 10m", "must be 90s to 10m"));
  }

  @Test
  void failureThatStopsTheViewIsNoOutcomeOfOneEvent() throws SinkException {
    StoreFailures store = new StoreFailures("Store");
    assertThat(store.busy().outcome()).isEqualTo(new Outcome.Failed(store.busy()));
    assertThat(store.rejected().outcome()).isEqualTo(Outcome.reject(store.rejected().reason()));
    assertThatThrownBy(() -> store.denied().outcome())
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.failure()).isEqualTo(store.denied()));
  }

  @Test
  void correctionIsMadeWhereTheVersionIsTheOneThatWasFound() {
    // Given
    Version version = Version.of(0, 7, 1);
    ViewEntry found = ViewEntry.of(ResourceId.parse("Patient/a"), version, false, "ab");
    Correction<String> correction = new Correction<>("Patient/a", Optional.of(found), List.of());
    // Then
    assertThat(correction.isAsFound(Optional.of(version))).isTrue();
    assertThat(correction.isAsFound(Optional.of(Version.of(0, 8, 1)))).isFalse();
    assertThat(correction.isAsFound(Optional.empty())).isFalse();
    assertThat(new Correction<>("x", Optional.empty(), List.of()).isAsFound(Optional.empty()))
        .isTrue();
  }

  @Test
  void headsAreEqualByTheirPartsAndTellIdAndVersion() {
    ResourceId id = ResourceId.parse("Patient/a");
    Version version = Version.of(0, 7, 1);
    ResourceHead head = ResourceHead.of(id, id, version, NOW.plusNanos(5_000), "s", false);

    assertThat(head).isEqualTo(ResourceHead.of(id, id, version, NOW, "s", false));
    assertThat(head).isNotEqualTo(ResourceHead.of(id, id, version, NOW, "t", false));
    assertThat(StoredResource.tombstone(head)).hasToString("Patient/a " + version);
    assertThat(StoredResource.tombstone(head).json()).isEmpty();
  }
}
