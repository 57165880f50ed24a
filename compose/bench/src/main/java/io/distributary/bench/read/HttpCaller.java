package io.distributary.bench.read;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP/1.1, on one connection that stays open. It costs little, so that what is measured
 * is the server: requests are written as bytes that were made before, by one call, and the answer
 * is read into one buffer by the thread that waits for it. What it costs nevertheless, with the
 * kernel's share, is in every figure of the gateway: see what {@code GET /livez} takes.
 */
final class HttpCaller implements Caller {
  private static final int BUFFER = 256 << 10;
  private static final int SOCKET_TIMEOUT_MS = 60_000;
  private static final JsonLimits ANSWER = new JsonLimits(1 << 28, 128, Integer.MAX_VALUE);
  private static final List<String> LISTS = List.of("entry", "rows");

  private final Socket socket;
  private final InputStream in;
  private final List<byte[]> requests;
  private final byte[] buffer = new byte[BUFFER];
  private final Body body = new Body();
  private int position;
  private int limit;
  private int next;

  /**
   * @param requests whole ones, with their heads
   * @param first which comes first
   */
  HttpCaller(int port, List<byte[]> requests, int first) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SOCKET_TIMEOUT_MS);
    this.in = socket.getInputStream();
    this.requests = requests;
    this.next = first % requests.size();
  }

  static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] post(String path, String contentType, byte[] json) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                + contentType
                + "\r\nContent-Length: "
                + json.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(json);
    return request.toByteArray();
  }

  @Override
  public void ask() throws IOException {
    socket.getOutputStream().write(requests.get(next));
    next = (next + 1) % requests.size();
    body.reset();
    String status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("The gateway answered " + status);
    }
    takeBody();
  }

  private void takeBody() throws IOException {
    int length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String name = header.substring(0, Math.max(0, header.indexOf(':'))).toLowerCase(Locale.ROOT);
      String value = header.substring(header.indexOf(':') + 1).strip();
      length = name.equals("content-length") ? Integer.parseInt(value) : length;
      chunked |= name.equals("transfer-encoding") && value.equalsIgnoreCase("chunked");
    }
    if (chunked) {
      takeChunks();
    } else if (length >= 0) {
      take(length);
    } else {
      throw new IOException("The gateway's answer has no length");
    }
  }

  private void takeChunks() throws IOException {
    int size = Integer.parseInt(line(), 16);
    while (size > 0) {
      take(size);
      line();
      size = Integer.parseInt(line(), 16);
    }
    line();
  }

  private void take(int length) throws IOException {
    int missing = length;
    while (missing > 0) {
      fill();
      int some = Math.min(missing, limit - position);
      body.write(buffer, position, some);
      position += some;
      missing -= some;
    }
  }

  /** Without its end. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      fill();
      char c = (char) buffer[position++];
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  private void fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = in.read(buffer);
      if (limit < 0) {
        limit = 0;
        throw new EOFException("The gateway closed the connection");
      }
    }
  }

  /** The last answer's body, read as JSON. */
  Map<String, @Nullable Object> json() throws IOException {
    try {
      return Json.parseObject(body.toByteArray(), ANSWER);
    } catch (InvalidResourceException e) {
      throw new IOException("The gateway's answer is not JSON", e);
    }
  }

  /** Bytes of the last answer's body. */
  int length() {
    return body.size();
  }

  /** Entries of a Bundle or rows of a query's answer; 1 for an answer that is no list. */
  @Override
  public int held() throws IOException {
    Map<String, @Nullable Object> answer = json();
    for (String name : LISTS) {
      if (answer.get(name) instanceof List<?> list) {
        return list.size();
      }
    }
    return 1;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Keeps its room from answer to answer. */
  private static final class Body extends ByteArrayOutputStream {
    Body() {
      super(BUFFER);
    }
  }
}
