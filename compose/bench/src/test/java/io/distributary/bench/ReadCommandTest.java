package io.distributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReadCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpSaysWhatIsRead() {
    // When
    int status = run("read", "--help");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("--seconds", "--rounds", "--bundles", "--json", "ratio", "$everything", "livez");
  }

  @ParameterizedTest
  @CsvSource({
    "--seconds=0, --seconds is not at least 1",
    "--rounds=0, --rounds is not at least 1",
    "--warm-up=0, --warm-up is not at least 1",
    "--bundles=/nowhere, --bundles is not a folder",
    "--only=serach, Unknown word 'serach'"
  })
  void whatCannotBeMeasuredIsRefusedBeforeAnythingStarts(String option, String sentence) {
    assertThat(run("read", option)).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
