package io.distributary.servers.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir private Path data;
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --port x",
        "up --port 0",
        "up --port 70000",
        "up --restart-hung-after 90",
        "up --restart-hung-after 10s",
        "up --restart-hung-after -90s",
        "up extra",
        "down --all",
        "logs a b"
      })
  void wrongCallsEndWithTwo(String words) {
    assertThat(run((words + " --data " + data).split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void downWhereNothingRunsIsFine() {
    assertThat(run("down", "--data", data.toString())).isZero();
  }

  @Test
  void logsOfAnUnknownServerFail() {
    assertThat(run("logs", "oracle", "--data", data.toString())).isEqualTo(1);
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
