package io.distributary.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A Patient on its way in: the gateway has begun to read the request, and waits for its body. */
final class OpenRequest implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader answer;
  private final String body;

  OpenRequest(int port, String id) throws IOException {
    body = RawEvent.json(id, "");
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    send(
        """
        PUT /fhir/Patient/%s HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/fhir+json\r
        Content-Length: %d\r
        Expect: 100-continue\r
        \r
        """
            .formatted(id, body.length()));
    assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
    assertThat(answer.readLine()).isEmpty();
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /**
   * Sends the body.
   *
   * @return the version that the answer names
   */
  String complete() throws IOException {
    send(body);
    assertThat(answer.readLine()).startsWith("HTTP/1.1 201");
    return answer
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("etag:"))
        .map(OpenRequest::version)
        .findFirst()
        .orElseThrow();
  }

  /** Of an ETag. */
  static String version(String tag) {
    return tag.replaceAll("\\D", "");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
