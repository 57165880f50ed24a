package io.distributary.bench.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
  private static final List<byte[]> REQUESTS =
      List.of(HttpCaller.get("/first"), HttpCaller.get("/second"));

  @Test
  void answersOfBothKindsAreReadToTheirEndOnOneConnection() throws Exception {
    // Given
    String known = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{'rows':[1,2]}";
    String chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n{'entry':[1\r\n6\r\n,2,3]}\r\n0\r\n\r\n";
    try (ServerSocket server = listening();
        HttpCaller caller = new HttpCaller(server.getLocalPort(), REQUESTS, 0)) {
      CompletableFuture<List<String>> asked = answer(server, List.of(known, chunked));

      // When
      caller.ask();
      int rows = caller.held();
      caller.ask();
      int entries = caller.held();

      // Then
      assertThat(rows).isEqualTo(2);
      assertThat(entries).isEqualTo(3);
      assertThat(caller.length()).isEqualTo(17);
      assertThat(asked.join()).containsExactly("GET /first HTTP/1.1", "GET /second HTTP/1.1");
    }
  }

  @Test
  void anErrorIsNoAnswer() throws Exception {
    // Given
    try (ServerSocket server = listening();
        HttpCaller caller = new HttpCaller(server.getLocalPort(), REQUESTS, 1)) {
      answer(server, List.of("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));

      // Then
      assertThatThrownBy(caller::ask).isInstanceOf(IOException.class).hasMessageContaining("503");
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** Answers byte by byte; returns the requests' first lines. */
  private static CompletableFuture<List<String>> answer(ServerSocket server, List<String> answers) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> asked = new ArrayList<>();
            for (String answer : answers) {
              asked.add(in.readLine());
              while (!in.readLine().isEmpty()) {
                // the rest of the head
              }
              send(socket.getOutputStream(), answer.replace('\'', '"'));
            }
            return asked;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void send(OutputStream out, String answer) throws IOException {
    for (byte one : answer.getBytes(StandardCharsets.US_ASCII)) {
      out.write(one);
      out.flush();
    }
  }
}
