package io.distributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FanoutCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpSaysWhatIsMeasured() {
    // When
    int status = run("fanout", "--help");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString()).contains("--events", "--data", "--rounds", "--json", "ratio");
  }

  @ParameterizedTest
  @CsvSource({
    "--events=0, --events is not from 1 to 100",
    "--events=100001, --events is not from 1 to 100",
    "--warm-up=0, --warm-up is not from 1 to 100",
    "--rounds=0, --rounds is not at least 1",
    "--data=/nowhere, --data is not a folder",
    "--only=serach, Unknown word 'serach'"
  })
  void whatCannotBeMeasuredIsRefusedBeforeAnythingStarts(String option, String sentence) {
    assertThat(run("fanout", option)).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
