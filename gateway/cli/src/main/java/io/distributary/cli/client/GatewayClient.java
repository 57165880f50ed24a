package io.distributary.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Speaks HTTP to one gateway. Safe for use by several threads. */
public final class GatewayClient {
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(5);

  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTS_WITHIN)
          .build();

  /**
   * @param url without a path
   */
  public GatewayClient(URI url) {
    this.url = url.toString().replaceAll("/+$", "");
  }

  public String url() {
    return url;
  }

  /**
   * @param path begins with a slash
   * @throws IOException when no whole answer came
   */
  public Reply get(String path, Duration timeout) throws IOException {
    return send(request(path, timeout).GET().build());
  }

  public Reply post(String path, byte[] body, Map<String, String> headers, Duration timeout)
      throws IOException {
    HttpRequest.Builder request = request(path, timeout);
    headers.forEach(request::setHeader);
    return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  /**
   * The same as {@link #get} for commands that cannot do without.
   *
   * @throws CommandFailedException when no answer came, or one that is not 2xx
   */
  public Reply need(String path, Duration timeout) throws CommandFailedException {
    try {
      return good(get(path, timeout));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  public Reply needPost(String path, byte[] body, Duration timeout) throws CommandFailedException {
    try {
      return good(post(path, body, Map.of("Content-Type", "application/json"), timeout));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  public Reply needDelete(String path, Duration timeout) throws CommandFailedException {
    try {
      return good(send(request(path, timeout).DELETE().build()));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static Reply good(Reply reply) throws CommandFailedException {
    if (!reply.isGood()) {
      throw new CommandFailedException("Refused (" + reply.status() + "): " + reply.problem());
    }
    return reply;
  }

  private CommandFailedException unreachable(IOException failure) {
    String why = failure instanceof ConnectException ? "nothing listens there" : failure.toString();
    return new CommandFailedException("The gateway at " + url + " does not answer: " + why + ".");
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
  }

  private Reply send(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
