package io.distributary.servers.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code run/up.json}: what runs, for other programs. It is there while a stack is up, and written
 * anew, in one step, whenever something starts or dies:
 *
 * <pre>{@code
 * {"supervisor":4711,"started":"2026-11-21T10:00:00.120Z",
 *  "gateway":{"pid":4720,"started":"2026-11-21T10:00:09.500Z","ready":true,"silentSince":null,
 *             "url":"http://127.0.0.1:8080"},
 *  "servers":{"kafka":{"pid":4713,"started":"2026-11-21T10:00:01.010Z","ready":false,
 *                      "silentSince":"2026-11-21T12:30:00.500Z","port":20001},
 *             "mongodb":{"pid":null,"started":null,"ready":false,"silentSince":null,"port":20003}}}
 * }</pre>
 *
 * <p>Process ids are the programs' own, not those of their guards, and null while one does not run.
 * A process that has the pid but not the start instant is another one. {@code silentSince} is when
 * a program that was ready last answered anything, once that is half a minute ago; it is not ready
 * then.
 */
final class UpFile {
  private static final Pattern PROCESS =
      Pattern.compile("\"(?:pid|supervisor)\":([0-9]+),\"started\":\"([^\"]+)\"");

  private final Path file;

  UpFile(DataFolder data) {
    this.file = data.up();
  }

  /**
   * One program.
   *
   * @param handle empty while it does not run
   * @param wasReady whether it has done something real since it runs
   * @param silentSince since when it has answered nothing
   */
  record Running(Optional<ProcessHandle> handle, boolean wasReady, Optional<Instant> silentSince) {
    String json() {
      return "{\"pid\":"
          + pid(handle)
          + ",\"ready\":"
          + (wasReady && silentSince.isEmpty())
          + ",\"silentSince\":"
          + silentSince.map(instant -> "\"" + instant + "\"").orElse("null");
    }
  }

  /**
   * @param servers by id, in order
   */
  record Contents(
      String gatewayUrl,
      Running gateway,
      Map<String, Integer> ports,
      Map<String, Running> servers) {

    String json() {
      String entries =
          servers.entrySet().stream()
              .map(server -> server(server.getKey(), server.getValue()))
              .collect(Collectors.joining(",\n"));
      return "{\"supervisor\":"
          + pid(Optional.of(ProcessHandle.current()))
          + ",\n\"gateway\":"
          + gateway.json()
          + ",\"url\":\""
          + gatewayUrl
          + "\"},\n\"servers\":{\n"
          + entries
          + "}}\n";
    }

    private String server(String id, Running server) {
      return "\"" + id + "\":" + server.json() + ",\"port\":" + ports.get(id) + "}";
    }
  }

  private static String pid(Optional<ProcessHandle> handle) {
    return handle
        .map(process -> process.pid() + ",\"started\":\"" + started(process) + "\"")
        .orElse("null,\"started\":null");
  }

  void write(Contents contents) throws IOException {
    AtomicFile.write(file, contents.json());
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Every process of the file that still runs, the supervisor first. */
  List<ProcessHandle> alive() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    if (Files.exists(file)) {
      Matcher matcher = PROCESS.matcher(Files.readString(file));
      while (matcher.find()) {
        String started = matcher.group(2);
        ProcessHandle.of(Long.parseLong(matcher.group(1)))
            .filter(process -> process.isAlive() && started(process).equals(started))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
