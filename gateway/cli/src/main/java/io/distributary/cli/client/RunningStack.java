package io.distributary.cli.client;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} says that it runs, from its {@code run/up.json}.
 *
 * @param gatewayUrl where the gateway is, or will be again
 * @param gatewayPid null while it does not run
 * @param servers by name, each {@code {"pid","port","ready","silentSince"}}
 */
public record RunningStack(
    URI gatewayUrl,
    @Nullable JsonNumber gatewayPid,
    Map<String, Map<String, @Nullable Object>> servers) {

  /**
   * @param data the folder that {@code up} was given
   * @throws CommandFailedException when nothing is up there
   */
  public static RunningStack in(Path data) throws CommandFailedException {
    Path folder = data.toAbsolutePath().normalize();
    try {
      byte[] json = Files.readAllBytes(folder.resolve("run/up.json"));
      return of(Json.parseObject(json, JsonLimits.RESOURCE));
    } catch (NoSuchFileException e) {
      throw nothing(folder);
    } catch (IOException | InvalidResourceException e) {
      throw new CommandFailedException("Cannot read " + folder.resolve("run/up.json") + ": " + e);
    }
  }

  private static CommandFailedException nothing(Path folder) {
    boolean usual = folder.equals(Path.of(".distributary").toAbsolutePath().normalize());
    return new CommandFailedException(
        "Nothing is running in "
            + folder
            + ". Start it with: compose/distributary up"
            + (usual ? "" : " --data " + folder));
  }

  private static RunningStack of(Map<String, @Nullable Object> up) throws CommandFailedException {
    if (!isAlive(up.get("supervisor"), up.get("started"))) {
      throw new CommandFailedException(
          "What was up has ended unexpectedly. Start it again with: compose/distributary up");
    }
    if (!(up.get("gateway") instanceof Map<?, ?> gateway)
        || !(gateway.get("url") instanceof String url)) {
      throw new CommandFailedException("run/up.json names no gateway");
    }
    Map<String, Map<String, @Nullable Object>> servers = new LinkedHashMap<>();
    if (up.get("servers") instanceof Map<?, ?> entries) {
      entries.forEach(
          (name, server) -> servers.put(String.valueOf(name), server((Map<?, ?>) server)));
    }
    return new RunningStack(
        URI.create(url), gateway.get("pid") instanceof JsonNumber pid ? pid : null, servers);
  }

  private static Map<String, @Nullable Object> server(@Nullable Map<?, ?> entry) {
    Map<String, @Nullable Object> server = new LinkedHashMap<>();
    server.put("pid", entry == null ? null : entry.get("pid"));
    server.put("port", entry == null ? null : entry.get("port"));
    server.put("ready", entry == null ? null : entry.get("ready"));
    server.put("silentSince", entry == null ? null : entry.get("silentSince"));
    return server;
  }

  private static boolean isAlive(@Nullable Object pid, @Nullable Object started) {
    return pid instanceof JsonNumber number
        && ProcessHandle.of(number.longValue())
            .filter(ProcessHandle::isAlive)
            .flatMap(process -> process.info().startInstant())
            .map(Instant::toString)
            .filter(instant -> instant.equals(started))
            .isPresent();
  }
}
