package io.distributary.bench.match;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link RegisterMain} in a process of its own. */
final class RegisterRun {
  private final long seed;
  private final int records;
  private final Path folder;
  private final int heap;
  private final PrintStream progress;

  RegisterRun(long seed, int records, Path folder, int heap, PrintStream progress) {
    this.seed = seed;
    this.records = records;
    this.folder = folder;
    this.heap = heap;
    this.progress = progress;
  }

  Map<String, ?> run() throws IOException, InterruptedException {
    progress.println("Registering them one by one");
    Path output = folder.resolve("register.log");
    Child child =
        Child.start(
            System.getProperty("java.class.path"),
            heap,
            output,
            List.of(RegisterMain.class.getName(), String.valueOf(seed), String.valueOf(records)));
    child.await(output);
    List<String> lines = Files.readAllLines(output);
    try {
      return Json.parseObject(
          lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      throw new IOException("No figures: " + String.join(" ", lines));
    }
  }
}
