package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.client.GatewayClient;
import io.distributary.cli.client.Reply;
import io.distributary.gateway.control.ViewJson;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The view that a command is about. */
final class OneView {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Mixin private Target target = new Target();

  @Parameters(
      index = "0",
      paramLabel = "VIEW",
      description = "document, wide-column, graph, search")
  private String name = "";

  String name() {
    return name;
  }

  GatewayClient gateway() throws CommandFailedException {
    return target.gateway();
  }

  /** The view as the gateway tells it. */
  ViewJson shown() throws CommandFailedException {
    return gateway().need(path(""), PATIENCE).as(ViewJson.class);
  }

  /** One of its parts. */
  Reply get(String part) throws CommandFailedException {
    return gateway().need(path("/" + part), PATIENCE);
  }

  /** Asks for something to be done with the view. */
  Reply post(String action, byte[] body) throws CommandFailedException {
    return gateway().needPost(path("/" + action), body, PATIENCE);
  }

  Reply post(String action) throws CommandFailedException {
    return post(action, new byte[0]);
  }

  Reply delete(String part) throws CommandFailedException {
    return gateway().needDelete(path("/" + part), PATIENCE);
  }

  private String path(String rest) {
    return "/views/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + rest;
  }

  void say(String line) {
    out().println(line);
    out().flush();
  }

  PrintWriter out() {
    return command == null ? new PrintWriter(System.out, true) : command.commandLine().getOut();
  }

  PrintWriter err() {
    return command == null ? new PrintWriter(System.err, true) : command.commandLine().getErr();
  }
}
