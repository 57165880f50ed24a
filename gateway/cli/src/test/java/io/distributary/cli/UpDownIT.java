package io.distributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.servers.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script and what it starts, from outside: real servers, the sample, kills. */
class UpDownIT {
  private static final Path ROOT =
      Path.of(System.getProperty("distributary.root", "../..")).toAbsolutePath().normalize();
  private static final int SAMPLE_RESOURCES = 10_580;

  @TempDir private Path folder;
  private Path data;

  record Ended(int code, String out) {}

  @AfterEach
  void down() throws Exception {
    distributary("down");
  }

  @Test
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void oneCommandBringsTheSampleIntoAllViewsAndAnotherStopsEverything() throws Exception {
    data = folder.resolve("a stack");
    int port = Ports.pick(List.of("gateway"), folder.toString()).get("gateway");

    // When
    Ended up = distributary("up", "--sample", "--detach", "--port", Integer.toString(port));

    // Then
    assertThat(up.code()).as(up.out()).isZero();
    everyPrintedCommandWorks(up.out());
    allViewsHaveTheSample();
    nobodyElseCanReadTheData();
    everyServerGoesOnSayingThatItAnswers();
    whatIsKilledComesBack();
    assertThat(distributary("up", "--detach").out()).contains("Already up");
    List<Long> pids = pids(status());
    assertThat(distributary("down").code()).isZero();
    assertThat(pids).hasSize(6).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(distributary("down").out()).contains("Nothing is running");
  }

  private void everyPrintedCommandWorks(String said) throws Exception {
    List<String> commands =
        said.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("curl ") || line.startsWith("compose/distributary "))
            .filter(line -> !line.contains(" down"))
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
    for (String command : commands) {
      Ended ended = run(List.of("bash", "-c", command.replaceFirst("^curl ", "curl -f ")));
      assertThat(ended.code()).as(command + "\n" + ended.out()).isZero();
      assertThat(ended.out()).as(command).isNotBlank();
    }
  }

  private void allViewsHaveTheSample() throws Exception {
    Map<String, Object> counted = json(distributary("status", "--json", "--count").out());
    for (Object item : (List<?>) counted.get("views")) {
      Map<?, ?> view = (Map<?, ?>) item;
      long resources = Long.parseLong(view.get("resources").toString());
      if (view.get("name").equals("graph")) {
        assertThat(resources).isBetween(100L, SAMPLE_RESOURCES - 1L);
      } else {
        assertThat(resources).as(String.valueOf(view.get("name"))).isEqualTo(SAMPLE_RESOURCES);
      }
      assertThat(view.get("deadLetters")).hasToString("0");
    }
  }

  private void nobodyElseCanReadTheData() throws Exception {
    try (Stream<Path> all = Files.walk(data)) {
      assertThat(all.filter(UpDownIT::isOpenToOthers)).isEmpty();
    }
    String config = Files.readString(data.resolve("gateway.yaml"));
    String password = Files.readString(data.resolve("secrets/neo4j-password")).strip();
    assertThat(password).matches("[A-Za-z0-9_-]{32}");
    assertThat(config).contains("secrets/neo4j-password").doesNotContain(password);
  }

  private static boolean isOpenToOthers(Path path) {
    try {
      Set<PosixFilePermission> mode =
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      return !Files.isSymbolicLink(path)
          && mode.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"));
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void everyServerGoesOnSayingThatItAnswers() {
    List<Path> files =
        Stream.of("kafka", "mongodb", "hbase", "neo4j", "elasticsearch")
            .map(server -> data.resolve("servers").resolve(server).resolve("alive"))
            .toList();
    await().atMost(Duration.ofMinutes(1)).until(() -> files.stream().allMatch(Files::exists));
    Map<Path, String> first =
        files.stream().collect(Collectors.toMap(file -> file, UpDownIT::read));
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(first).allSatisfy((f, said) -> assertThat(read(f)).isNotEqualTo(said)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void whatIsKilledComesBack() throws Exception {
    Map<String, Object> before = status();
    ProcessHandle neo4j = ProcessHandle.of(pid(server(before, "neo4j"))).orElseThrow();
    ProcessHandle gateway = ProcessHandle.of(pid((Map<?, ?>) before.get("gateway"))).orElseThrow();
    neo4j.destroyForcibly();
    gateway.destroyForcibly();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              Map<String, Object> now = status();
              assertThat(now.get("gateway")).isNotNull();
              assertThat(pid((Map<?, ?>) now.get("gateway"))).isNotEqualTo(gateway.pid());
              assertThat(pid(server(now, "neo4j"))).isNotEqualTo(neo4j.pid());
            });
  }

  private Map<String, Object> status() throws Exception {
    return json(distributary("status", "--json").out());
  }

  private static Map<?, ?> server(Map<String, Object> status, String name) {
    return (Map<?, ?>) ((Map<?, ?>) status.get("servers")).get(name);
  }

  private static long pid(Map<?, ?> entry) {
    return Long.parseLong(String.valueOf(entry.get("pid")));
  }

  private static List<Long> pids(Map<String, Object> status) {
    List<Long> pids = new ArrayList<>();
    ((Map<?, ?>) status.get("servers"))
        .values()
        .forEach(server -> pids.add(pid((Map<?, ?>) server)));
    pids.add(pid((Map<?, ?>) status.get("gateway")));
    return pids;
  }

  private static Map<String, Object> json(String text) throws Exception {
    return Json.parseObject(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonLimits.RESOURCE);
  }

  private Ended distributary(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(ROOT.resolve("compose/distributary").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    return run(command);
  }

  /** Its stdout; what it says besides goes to this test's. */
  private Ended run(List<String> command) throws IOException, InterruptedException {
    File out = Files.createTempFile(folder, "out", ".txt").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
    builder.environment().put("DISTRIBUTARY_BUILD", "no");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process =
        builder.redirectOutput(out).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int code = process.waitFor();
    return new Ended(code, Files.readString(out.toPath()));
  }
}
