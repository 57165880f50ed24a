package io.distributary.servers.command;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.command.Child.News;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** In this module because this server is the quickest to start; the rules are the same for all. */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class HungServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path ROOT =
      Path.of(System.getProperty("distributary.root", "../../..")).toAbsolutePath().normalize();

  @TempDir private Path folder;
  private final List<News> news = new ArrayList<>();
  private int answers;
  private int port;
  private Child child;

  @BeforeEach
  void describe() {
    Map<String, Integer> ports = Ports.pick(ServerKind.MONGODB.portNames(), folder.toString());
    port = ports.getOrDefault("port", 0);
    Pulse pulse = new FilePulse();
    child =
        new Child(
            "mongodb",
            () -> launch(ports).start(),
            process -> process.isReady(),
            process -> counted(pulse.answered(process)),
            PATIENCE);
  }

  @AfterEach
  void end() throws IOException {
    child.requestStop();
    child.awaitEnd();
  }

  @Test
  void serverThatHangsIsKilledAndComesBackWithItsData() throws Exception {
    // Given
    lookUntil(() -> answers >= 2);
    withClient(client -> client.getDatabase("kept").getCollection("c").insertOne(new Document()));
    ProcessHandle hung = child.handle().orElseThrow();
    signal("STOP", hung);

    // When
    lookUntil(() -> news.contains(News.HUNG));
    lookUntil(() -> news.indexOf(News.READY) != news.lastIndexOf(News.READY));

    // Then
    assertThat(news).containsExactly(News.STARTED, News.READY, News.HUNG, News.STARTED, News.READY);
    assertThat(hung.isAlive()).isFalse();
    assertThat(child.handle()).get().isNotEqualTo(hung);
    signal("CONT", hung); // comes too late, and meets nobody
    long kept = withClient(c -> c.getDatabase("kept").getCollection("c").countDocuments());
    assertThat(kept).isEqualTo(1);
  }

  @Test
  void serverThatWakesUpInTimeIsLeftAlone() throws Exception {
    // Given
    lookUntil(() -> answers >= 1);
    ProcessHandle frozen = child.handle().orElseThrow();
    signal("STOP", frozen);
    long until = System.nanoTime() + PATIENCE.dividedBy(2).toNanos();
    lookUntil(() -> System.nanoTime() - until >= 0);
    int before = answers;

    // When
    signal("CONT", frozen);
    lookUntil(() -> answers >= before + 5); // longer than the patience

    // Then
    assertThat(news).containsExactly(News.STARTED, News.READY);
    assertThat(child.handle()).contains(frozen);
    assertThat(child.silentSince()).isEmpty();
  }

  private ServerLaunch launch(Map<String, Integer> ports) throws IOException {
    return ServerKind.MONGODB.launch(
        ROOT, folder.resolve("data"), folder.resolve("server.log"), ports);
  }

  private boolean counted(boolean answered) {
    answers += answered ? 1 : 0;
    return answered;
  }

  /** As the supervisor does. */
  private void lookUntil(Callable<Boolean> seen) {
    await()
        .atMost(3, MINUTES)
        .pollInterval(100, MILLISECONDS)
        .until(
            () -> {
              News latest = child.look(System.nanoTime());
              if (latest != News.NONE) {
                news.add(latest);
              }
              return seen.call();
            });
  }

  private <T> T withClient(Function<MongoClient, T> use) {
    try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
      return use.apply(client);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
