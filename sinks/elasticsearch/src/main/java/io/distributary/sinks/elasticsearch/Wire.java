package io.distributary.sinks.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.AbstractAsyncResponseConsumer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer on its way from the driver's thread to the caller's. At most {@link
 * #WINDOW} bytes of it are in memory; the rest waits in the network, and in the end in
 * Elasticsearch, until the caller has read on. An answer of another status than 2xx is no body: it
 * goes to the driver, at most 1 MiB of it, and comes back as the exception that {@link #read}
 * throws.
 */
final class Wire extends InputStream implements ResponseListener {
  /** In bytes: a part of what every answer has from the beginning. */
  static final int WINDOW = 64 << 10;

  private static final int MOST_OF_AN_ERROR = 1 << 20;

  private final byte[] window = new byte[WINDOW];
  private final long end;
  private int start;
  private int stop;
  private boolean begun;
  private boolean ended;
  private boolean closed;
  private @Nullable IOControl suspended;
  private @Nullable Exception failure;

  /**
   * @param patience how long the whole answer may take
   */
  Wire(Duration patience) {
    this.end = System.nanoTime() + patience.toNanos();
  }

  /** For one attempt of the driver: it makes one at every node until one answers. */
  HttpAsyncResponseConsumer<HttpResponse> consumer() {
    return new Attempt();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws SocketTimeoutException when the answer took too long
   * @throws InterruptedIOException when the calling thread was interrupted
   * @throws IOException a {@link org.elasticsearch.client.ResponseException} when the status was
   *     not 2xx; else whatever the driver failed with
   */
  @Override
  public synchronized int read(byte[] to, int offset, int length) throws IOException {
    try {
      while (start == stop && !ended) {
        throwFailure();
        wait(left());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException();
      interrupted.initCause(e);
      throw interrupted;
    }
    if (start == stop) {
      return -1;
    }
    left(); // an answer that trickles has an end, too
    int taken = Math.min(length, stop - start);
    System.arraycopy(window, start, to, offset, taken);
    start += taken;
    if (start == stop) {
      askForMore();
    }
    return taken;
  }

  private void askForMore() {
    start = 0;
    stop = 0;
    if (suspended != null) {
      suspended.requestInput();
      suspended = null;
    }
  }

  private long left() throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("The answer took too long");
    }
    return millis;
  }

  private void throwFailure() throws IOException {
    if (failure instanceof TimeoutException) { // while it waited for a connection
      throw new SocketTimeoutException("No connection was free in time");
    }
    if (failure != null) {
      throw failure instanceof IOException io ? io : new IOException(failure);
    }
  }

  /** Whether the driver has nothing more to do for it. */
  synchronized boolean isOver() {
    return ended || failure != null;
  }

  /** Takes no more, and forgets what it holds. */
  @Override
  public synchronized void close() {
    closed = true;
    askForMore();
  }

  @Override
  public void onSuccess(Response response) {
    finish();
  }

  @Override
  public synchronized void onFailure(Exception exception) {
    if (!ended && failure == null) {
      failure = exception;
    }
    notifyAll();
  }

  private synchronized void finish() {
    ended = true;
    notifyAll();
  }

  /** A second body can only be the one of another node, after the first broke off. */
  private synchronized void begin() throws IOException {
    if (begun || closed) {
      throw new IOException("The answer broke off");
    }
    begun = true;
  }

  private synchronized void take(ContentDecoder decoder, IOControl control) throws IOException {
    if (closed) {
      throw new IOException("Nobody reads the answer any more");
    }
    ByteBuffer space = ByteBuffer.wrap(window, stop, WINDOW - stop);
    int taken = 1;
    while (taken > 0 && space.hasRemaining()) {
      taken = decoder.read(space);
    }
    stop = space.position();
    if (decoder.isCompleted()) {
      finish();
    } else if (!space.hasRemaining()) {
      suspended = control;
      control.suspendInput();
    }
    notifyAll();
  }

  /** One answer of one node. */
  private final class Attempt extends AbstractAsyncResponseConsumer<HttpResponse> {
    private final ByteArrayOutputStream error = new ByteArrayOutputStream(0);
    private @Nullable HttpResponse response;
    private boolean isBody;

    @Override
    protected void onResponseReceived(HttpResponse received) throws IOException {
      response = received;
      isBody = received.getStatusLine().getStatusCode() / 100 == 2;
      if (isBody) {
        begin();
      }
    }

    @Override
    protected void onEntityEnclosed(HttpEntity entity, @Nullable ContentType type) {}

    @Override
    protected void onContentReceived(ContentDecoder decoder, IOControl control) throws IOException {
      if (isBody) {
        take(decoder, control);
      } else {
        takeError(decoder);
      }
    }

    private void takeError(ContentDecoder decoder) throws IOException {
      ByteBuffer some = ByteBuffer.allocate(4 << 10);
      while (decoder.read(some) > 0) {
        if (error.size() < MOST_OF_AN_ERROR) {
          error.write(some.array(), 0, some.position());
        }
        some.clear();
      }
    }

    @Override
    protected @Nullable HttpResponse buildResult(HttpContext context) {
      if (response != null && !isBody) {
        response.setEntity(new ByteArrayEntity(error.toByteArray(), ContentType.APPLICATION_JSON));
      }
      return response;
    }

    /** Also when the connection broke: then there is no end. */
    @Override
    protected void releaseResources() {
      if (isBody && !isOver()) {
        onFailure(new IOException("The answer broke off"));
      }
    }
  }
}
