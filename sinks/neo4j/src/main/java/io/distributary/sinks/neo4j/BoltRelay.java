package io.distributary.sinks.neo4j;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands on loopback between one connection of the driver and the server, and passes on what the
 * server says only when the memory for it has been taken: the driver builds each row whole, however
 * large, before anybody sees it. Takes a connection only while a query is under way, one at a time.
 * Encryption ends here, so that the driver's side of it is plain, on loopback.
 */
final class BoltRelay implements AutoCloseable {
  private static final AtomicInteger RELAYS = new AtomicInteger();
  private static final String LOOPBACK = "127.0.0.1";
  private static final int BUFFER = 16 << 10;
  private static final int GREETING = 20;
  private static final int CHOICE = 4;

  private final ServerAddress server;
  private final Duration patience;
  private final ServerSocket listener;
  private final String name;
  private @Nullable AnswerMemory memory;
  private @Nullable Socket driverSide;
  private ServerAddress.@Nullable Link serverSide;

  private BoltRelay(ServerAddress server, Duration patience, ServerSocket listener) {
    this.server = server;
    this.patience = patience;
    this.listener = listener;
    this.name = "neo4j-relay-" + RELAYS.incrementAndGet();
  }

  /**
   * @param patience for each step of making a connection
   */
  static BoltRelay open(ServerAddress server, Duration patience) throws IOException {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
    BoltRelay relay = new BoltRelay(server, patience, listener);
    relay.start("", relay::accept);
    return relay;
  }

  private void start(String suffix, Runnable work) {
    Thread thread = new Thread(work, name + suffix);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens, on 127.0.0.1. */
  int port() {
    return listener.getLocalPort();
  }

  /** What the names of its threads begin with. */
  String name() {
    return name;
  }

  /** From now on the bytes are this answer's. */
  synchronized void begin(AnswerMemory answer) {
    memory = answer;
  }

  /** The answer is over; whatever comes now is nobody's. */
  synchronized void end() {
    memory = null;
  }

  /** Ends the connection, if there is one, on both sides at once. */
  void cut() {
    Closeable driver;
    Closeable connected;
    synchronized (this) {
      driver = driverSide;
      connected = serverSide;
      driverSide = null;
      serverSide = null;
    }
    close(driver);
    close(connected);
  }

  /** Whether it takes no connection any more. */
  boolean isClosed() {
    return listener.isClosed();
  }

  @Override
  public void close() {
    close(listener);
    cut();
  }

  /** Whatever ends this ends the relay: nobody waits for a relay that has ended. */
  private void accept() {
    try {
      while (!listener.isClosed()) {
        pass(listener.accept());
      }
    } catch (IOException ended) {
      // Nobody can come in any more, which is what a closed relay says.
    } finally {
      close();
    }
  }

  private void pass(Socket accepted) {
    try (Socket driver = accepted) {
      if (isExpected(driver)) {
        serve(driver);
      }
    } catch (IOException ended) {
      // The connection is over, or the relay is: the driver's side says which.
    } finally {
      cut();
    }
  }

  private synchronized boolean isExpected(Socket driver) {
    driverSide = driver;
    return memory != null;
  }

  private void serve(Socket driver) throws IOException {
    driver.setTcpNoDelay(true);
    driver.setSoTimeout((int) Math.min(Integer.MAX_VALUE, patience.toMillis()));
    byte[] greeting = driver.getInputStream().readNBytes(GREETING);
    driver.setSoTimeout(0);
    if (greeting.length < GREETING) {
      return;
    }
    try (ServerAddress.Link connected = server.connect(patience)) {
      connect(connected);
      connected.socket().getOutputStream().write(withoutManifest(greeting));
      start("-requests", () -> passRequests(driver, connected));
      passAnswers(connected.socket().getInputStream(), driver.getOutputStream());
    }
  }

  private synchronized void connect(ServerAddress.Link connected) throws IOException {
    if (listener.isClosed() || driverSide == null) {
      throw new IOException("Cut while it was made");
    }
    serverSide = connected;
  }

  /**
   * The newest way to agree on a version, 00 00 01 FF among the four that are proposed, has answers
   * of any length; without it the server picks one of the others in four bytes.
   */
  static byte[] withoutManifest(byte[] greeting) {
    byte[] without = greeting.clone();
    for (int at = 4; at < GREETING; at += 4) {
      if (without[at] == 0
          && without[at + 1] == 0
          && without[at + 2] == 1
          && without[at + 3] == (byte) 0xff) {
        without[at + 2] = 0;
        without[at + 3] = 0;
      }
    }
    return without;
  }

  private void passRequests(Socket driver, ServerAddress.Link connected) {
    try {
      driver.getInputStream().transferTo(connected.socket().getOutputStream());
    } catch (IOException ended) {
      // One side is gone, and so the other has to be.
    } finally {
      close(driver);
      close(connected);
    }
  }

  private void passAnswers(InputStream answers, OutputStream driver) throws IOException {
    driver.write(answers.readNBytes(CHOICE));
    BoltMeter meter = new BoltMeter(new Counted());
    byte[] buffer = new byte[BUFFER];
    for (int length = answers.read(buffer); length >= 0; length = answers.read(buffer)) {
      meter.read(buffer, length);
      if (!isPaidFor(meter.open())) {
        return;
      }
      driver.write(buffer, 0, length);
    }
  }

  /** Messages are the current answer's, if there is one. */
  private final class Counted implements BoltMeter.Messages {
    @Override
    public void end(boolean record, long cost) {
      AnswerMemory answer = answer();
      if (answer != null) {
        answer.end(record, cost);
      }
    }

    @Override
    public void tooDeep() {
      AnswerMemory answer = answer();
      if (answer != null) {
        answer.tooDeep();
      }
    }
  }

  private boolean isPaidFor(long begun) {
    AnswerMemory answer = answer();
    return answer == null ? begun <= AnswerMemory.OWN : answer.covers(begun);
  }

  private synchronized @Nullable AnswerMemory answer() {
    return memory;
  }

  private static void close(@Nullable Closeable side) {
    try {
      if (side != null) {
        side.close();
      }
    } catch (IOException closed) {
      // It is of no use any more, which is what was wanted.
    }
  }
}
