package io.distributary.gateway;

import io.distributary.gateway.config.ConfigFile;
import io.distributary.gateway.log.StreamException;
import io.distributary.sink.InvalidConfigException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a gateway in this process, for the command line's {@code serve}. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final long DRAIN_SECONDS = 24;

  private final Map<String, String> environment;
  private final PrintStream errors;

  /**
   * @param errors where problems of the configuration are said
   */
  public Main(Map<String, String> environment, PrintStream errors) {
    this.environment = environment;
    this.errors = errors;
  }

  /**
   * Says whether a configuration is right, its plugins' included, without connecting to anything.
   *
   * @return exit code 0, or 2 with all problems on {@code errors}
   */
  public int check(Path config) {
    Vertx vertx = Vertx.vertx();
    try {
      Gateway.of(vertx, ConfigFile.read(config, environment));
      return 0;
    } catch (InvalidConfigException e) {
      return refused(config, e);
    } finally {
      vertx.close();
    }
  }

  /**
   * Serves until the process is told to end (SIGTERM, SIGINT), which drains and ends it with exit
   * code 0.
   *
   * @return only when the gateway cannot run: exit code 1, or 2 for its configuration
   */
  public int serve(Path config) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    Gateway gateway;
    try {
      gateway = Gateway.of(vertx, ConfigFile.read(config, environment));
    } catch (InvalidConfigException e) {
      vertx.close();
      return refused(config, e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(gateway), "drain"));
    return run(gateway);
  }

  private int run(Gateway gateway) {
    try {
      gateway.start().toCompletionStage().toCompletableFuture().get();
      new CountDownLatch(1).await();
      return 0;
    } catch (ExecutionException e) {
      errors.println("The gateway cannot run: " + sentence(e.getCause()));
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /**
   * Ends the process itself: a JVM that was told to end by a signal has no exit code 0 otherwise.
   */
  private static void drain(Gateway gateway) {
    Future<Void> stopped = gateway.stop().toCompletionStage().toCompletableFuture();
    try {
      stopped.get(DRAIN_SECONDS, TimeUnit.SECONDS);
      LOG.info("Drained");
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      LOG.warn("Not drained in time: what is not committed is done again at the next start");
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static String sentence(@Nullable Throwable failure) {
    if (failure instanceof StreamException || failure instanceof BindException) {
      return String.valueOf(failure.getMessage());
    }
    return failure == null ? "" : failure.getClass().getName();
  }

  private int refused(Path config, InvalidConfigException e) {
    errors.println("The configuration in " + config + " cannot be used:");
    e.problems().forEach(problem -> errors.println("  " + problem));
    return USAGE;
  }
}
