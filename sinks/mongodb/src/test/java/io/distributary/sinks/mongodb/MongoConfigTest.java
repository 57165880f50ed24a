package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.distributary.sink.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoConfigTest {
  private static final String URI = "mongodb://127.0.0.1:27017";

  @Test
  void whatIsNotGivenHasADefault() {
    // When
    MongoConfig config = new MongoConfig(URI, null, null, null, null, null, null, null);

    // Then
    assertThat(config.database()).isEqualTo("distributary");
    assertThat(config.serverSelectionTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    // When
    InvalidConfigException problems =
        catchThrowableOfType(
            InvalidConfigException.class,
            () -> new MongoConfig(null, "admin", "u", null, Duration.ZERO, null, null, null));

    // Then
    assertThat(problems.problems())
        .extracting(Problem::path)
        .containsExactly("uri", "database", "password", "serverSelectionTimeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb://u:canary@h:1",
        "mongodb+srv://canary.h",
        "canary",
        "mongodb://canary:x"
      })
  void aWrongUriIsNotRepeated(String uri) {
    // When
    InvalidConfigException problems =
        catchThrowableOfType(
            InvalidConfigException.class,
            () -> new MongoConfig(uri, null, null, null, null, null, null, null));

    // Then
    assertThat(problems.problems()).extracting(Problem::path).containsExactly("uri");
    assertThat(problems).hasMessageNotContaining("canary");
  }

  @Test
  void theConnectionStringCannotWeakenWhatWritesPromise() {
    // Given
    String weak = URI + "/?w=0&journal=false&readPreference=secondary";

    // When
    MongoClientSettings settings =
        new MongoConfig(weak, null, null, null, null, null, null, null).clientSettings();

    // Then
    assertThat(settings.getWriteConcern().getWString()).isEqualTo("majority");
    assertThat(settings.getWriteConcern().getJournal()).isTrue();
    assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
  }

  @Test
  void noPasswordInItsText() {
    // When
    MongoConfig config =
        new MongoConfig(URI, null, "u", new Secret("canary"), null, null, null, null);

    // Then
    assertThat(config.toString()).doesNotContain("canary");
    assertThat(config.clientSettings().getCredential().getPassword())
        .isEqualTo("canary".toCharArray());
  }
}
