package io.distributary.servers.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;

/** One connection through a {@link FaultProxy}: both of its sockets and its two directions. */
final class ProxiedConnection {
  private static final int PIECE = 16 << 10;

  private final Socket client;
  private final Optional<Socket> server;
  private final Supplier<Fault> fault;
  private volatile boolean mute;
  private Optional<Fault> countedUnder = Optional.empty();
  private long answered;

  /**
   * @param server empty for a connection that never gets an answer
   */
  ProxiedConnection(Socket client, Optional<Socket> server, Supplier<Fault> fault) {
    this.client = client;
    this.server = server;
    this.fault = fault;
    this.mute = server.isEmpty();
  }

  /** Moves what the client sends, to its end. */
  void moveRequests() {
    move(Optional.of(client), server, false);
  }

  /** Moves what the server sends, to its end. */
  void moveAnswers() {
    server.ifPresent(answering -> move(server, Optional.of(client), true));
  }

  private void move(Optional<Socket> from, Optional<Socket> to, boolean answer) {
    try {
      InputStream in = from.orElseThrow().getInputStream();
      OutputStream out =
          to.isPresent() ? to.get().getOutputStream() : OutputStream.nullOutputStream();
      byte[] bytes = new byte[PIECE];
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        meet(new Piece(this, answer, bytes, length, out));
      }
    } catch (IOException ended) {
      // One side has gone, or the proxy has cut the connection: the other side is told below.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void meet(Piece piece) throws IOException, InterruptedException {
    if (!mute) {
      fault.get().meet(piece);
    }
  }

  /** From now on nothing comes through any more, whatever becomes of the fault. */
  void silence() {
    mute = true;
  }

  /** Bytes of answers since this fault began, with these. */
  synchronized long countAnswered(Fault under, int bytes) {
    if (countedUnder.filter(under::equals).isEmpty()) {
      countedUnder = Optional.of(under);
      answered = 0;
    }
    answered += bytes;
    return answered;
  }

  /** Ends both directions with RST rather than FIN. */
  void reset() {
    reset(client);
    server.ifPresent(ProxiedConnection::reset);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // Nothing is left to reset.
    }
    close(socket);
  }

  boolean isClosed() {
    return client.isClosed();
  }

  void close() {
    close(client);
    server.ifPresent(ProxiedConnection::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException unreachable) {
      throw new IllegalStateException("A socket cannot be closed", unreachable);
    }
  }
}
