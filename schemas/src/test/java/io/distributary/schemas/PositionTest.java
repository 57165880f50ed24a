package io.distributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  private static final Position SOME = Position.start(2).with(0, 5).with(11, 1L << 40);

  @Test
  void itsTextIsReadBackAndSafeInAHeaderAndInAUrl() {
    assertThat(SOME.encode()).matches("[A-Za-z0-9_-]+");
    assertThat(Position.decode(SOME.encode())).isEqualTo(SOME);
    assertThat(Position.decode(Position.start(0).encode())).isEqualTo(Position.start(0));
  }

  @Test
  void aPositionOfEveryPartitionIsReadBack() {
    // Given
    Position all = Position.start(0);
    for (int partition = 0; partition < Version.MAX_PARTITIONS; partition++) {
      all = all.with(partition, 1_000_000_000_000L);
    }

    // Then
    assertThat(Position.decode(all.encode())).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "0;",
        "0;1",
        "0;1=",
        "0;1=-1",
        "0;1=2;1=3",
        "0;2=1;1=1",
        "00",
        "0;01=1",
        "0;1=01",
        "0;99999=1",
        "0;1=99999999999999999999",
        "0;1=1\n",
        "99999"
      })
  void aForgedTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.decode(encoded(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "MA==", "M", "MA\n", "€", "../.."})
  void whatIsNoTokenAtAllIsRefused(String token) {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.decode(token));
  }

  @Test
  void aForgedTextOfAnyLengthIsRefusedAsIllegalAndNotByAnExhaustedStack() {
    String text = "0" + ";1=1".repeat(100_000);

    assertThatIllegalArgumentException().isThrownBy(() -> Position.decode(encoded(text)));
  }

  @Test
  void afterAnEventItIsCovered() {
    // Given
    Version version = Version.of(0, 41, 3);

    // Then
    assertThat(Position.after(version).offset(3)).isEqualTo(42);
    assertThat(Position.start(0).with(3, 42).covers(Position.after(version))).isTrue();
    assertThat(Position.start(0).with(3, 41).covers(Position.after(version))).isFalse();
  }

  @Test
  void joinIsTheLeastPositionThatCoversBoth() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200; i++) {
      Position a = drawn(random);
      Position b = drawn(random);

      Position joined = a.join(b);

      assertThat(joined.covers(a) && joined.covers(b)).as("%s, %s", a, b).isTrue();
      assertThat(joined).isEqualTo(b.join(a));
      assertThat(a.covers(b)).as("%s, %s", a, b).isEqualTo(a.join(b).total() == a.total());
    }
  }

  @Test
  void anUnnamedPartitionHasOffsetZero() {
    assertThat(Position.start(0).covers(Position.start(0).with(4, 0))).isTrue();
    assertThat(Position.start(0).covers(Position.start(0).with(4, 1))).isFalse();
  }

  @Test
  void positionsOfTwoEpochsAreNotCompared() {
    assertThatIllegalArgumentException().isThrownBy(() -> SOME.covers(Position.start(0)));
    assertThatIllegalArgumentException().isThrownBy(() -> SOME.join(Position.start(0)));
  }

  private static Position drawn(SplittableRandom random) {
    Position position = Position.start(0);
    for (int i = random.nextInt(4); i > 0; i--) {
      position = position.with(random.nextInt(4), random.nextInt(5));
    }
    return position;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void eventsBelowItsPartitionsOffsetAreIncludedWhateverTheirEpoch() {
    Position position = Position.start(0).with(1, 10);

    assertThat(position.includes(Version.of(0, 9, 1))).isTrue();
    assertThat(position.includes(Version.of(0, 10, 1))).isFalse();
    assertThat(position.includes(Version.of(0, 0, 2))).isFalse();
    assertThat(position.includes(Version.of(5, 9, 1))).isTrue();
  }
}
