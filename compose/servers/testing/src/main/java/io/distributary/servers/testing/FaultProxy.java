package io.distributary.servers.testing;

import io.distributary.servers.Ports;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback before a server, that does to connections what bad networks and bad
 * servers do. One fault is in force at a time, for the connections that are there and for new ones;
 * to begin with, none is. Closing of either side goes through in every case.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Fault NONE = Piece::forward;
  private static final Fault RESET = piece -> piece.connection().reset();
  private static final Fault SILENCE = piece -> piece.connection().silence();
  private static final int SLICES_A_SECOND = 10;

  private final int target;
  private final ServerSocket door;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private final Object change = new Object();
  private volatile Fault fault = NONE;

  /**
   * @param target the port of a server on loopback
   */
  public FaultProxy(int target) throws IOException {
    this.target = target;
    int port = Ports.pick(List.of("proxy"), "proxy of " + target).values().iterator().next();
    this.door = new ServerSocket(port, 50, InetAddress.getByName(Endpoint.LOOPBACK));
    this.threads = Executors.newCachedThreadPool(task -> daemon(task, "fault-proxy-" + port));
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return door.getLocalPort();
  }

  /** How many connections go through it now. */
  public int connections() {
    return connections.size();
  }

  /**
   * Everything passes again; what was held back follows at once. Connections that have lost bytes
   * stay silent.
   */
  public void heal() {
    become(NONE);
  }

  /** Every piece of an answer comes so much later; a server that is slow. */
  public void delay(Duration time) {
    become(
        new Fault() {
          @Override
          public void meet(Piece piece) throws IOException, InterruptedException {
            if (piece.answer()) {
              await(this, time);
            }
            piece.forward();
          }
        });
  }

  /** So many bytes a second, both ways. */
  public void trickle(int bytesPerSecond) {
    int slice = Math.max(1, bytesPerSecond / SLICES_A_SECOND);
    Duration pause = Duration.ofMillis(1_000L * slice / bytesPerSecond);
    become(
        new Fault() {
          @Override
          public void meet(Piece piece) throws IOException, InterruptedException {
            for (int from = 0; from < piece.length(); from += slice) {
              piece.forward(from, Math.min(slice, piece.length() - from));
              await(this, pause);
            }
          }
        });
  }

  /** Connections are taken and requests are read, and no answer ever comes. */
  public void halfOpen() {
    become(SILENCE);
  }

  /** All connections are reset, and new ones as soon as they are made. */
  public void reset() {
    become(RESET);
    connections.forEach(ProxiedConnection::reset);
  }

  /** Connections end after so many bytes of answers, counted from now. */
  public void truncate(long bytes) {
    become(
        new Fault() {
          @Override
          public void meet(Piece piece) throws IOException {
            long over =
                piece.answer() ? piece.connection().countAnswered(this, piece.length()) - bytes : 0;
            piece.forward(0, (int) Math.max(0, Math.min(piece.length(), piece.length() - over)));
            if (over >= 0 && piece.answer()) {
              throw new EOFException("Truncated");
            }
          }
        });
  }

  private void become(Fault next) {
    synchronized (change) {
      fault = next;
      change.notifyAll();
    }
  }

  /** Waits so long, or until another fault is in force. */
  private void await(Fault during, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    synchronized (change) {
      for (long left = time.toNanos(); left > 0 && fault.equals(during); ) {
        change.wait(1 + TimeUnit.NANOSECONDS.toMillis(left));
        left = end - System.nanoTime();
      }
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        admit(door.accept());
      } catch (IOException refused) {
        // The proxy is being closed, or the server takes no connection: so does the proxy.
      }
    }
  }

  private void admit(Socket client) throws IOException {
    if (fault.equals(RESET)) {
      ProxiedConnection.reset(client);
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(client, upstream(client), () -> fault);
    connections.add(connection);
    try {
      threads.execute(() -> run(connection, connection::moveRequests));
      threads.execute(() -> run(connection, connection::moveAnswers));
    } catch (RejectedExecutionException closing) {
      connection.close();
    }
  }

  private Optional<Socket> upstream(Socket client) throws IOException {
    if (fault.equals(SILENCE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Socket(Endpoint.LOOPBACK, target));
    } catch (IOException away) {
      ProxiedConnection.reset(client);
      throw away;
    }
  }

  private void run(ProxiedConnection connection, Runnable direction) {
    direction.run();
    if (connection.isClosed()) {
      connections.remove(connection);
    }
  }

  /** Ends all connections; no thread of it is left. */
  @Override
  public void close() throws IOException, InterruptedException {
    door.close();
    threads.shutdownNow();
    connections.forEach(ProxiedConnection::close);
    if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IOException("The proxy's threads do not end");
    }
  }
}
