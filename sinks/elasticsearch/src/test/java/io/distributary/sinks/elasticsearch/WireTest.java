package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.HttpResponse;
import org.apache.http.HttpVersion;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;

/** What the driver's thread does with bytes that come faster than anybody reads them. */
class WireTest {
  private static final int MIB = 1 << 20;

  private final Wire wire = new Wire(Duration.ofMinutes(1));
  private final HttpAsyncResponseConsumer<HttpResponse> consumer = wire.consumer();
  private final List<String> asked = new ArrayList<>();

  /** Notes whether more is wanted of the network. */
  private final IOControl control =
      (IOControl)
          Proxy.newProxyInstance(
              WireTest.class.getClassLoader(),
              new Class<?>[] {IOControl.class},
              (self, method, words) -> {
                asked.add(method.getName());
                return null;
              });

  /** So many bytes that are there at once. */
  private static final class Bytes implements ContentDecoder {
    private int left;

    Bytes(int left) {
      this.left = left;
    }

    @Override
    public int read(ByteBuffer to) {
      int some = Math.min(left, to.remaining());
      to.put(new byte[some]);
      left -= some;
      return some;
    }

    @Override
    public boolean isCompleted() {
      return left == 0;
    }
  }

  @Test
  void noMoreIsAskedOfTheNetworkUntilWhatHasComeWasRead() throws Exception {
    // Given
    Bytes body = new Bytes(3 * Wire.WINDOW);
    begin(200);

    // When
    consumer.consumeContent(body, control);
    List<String> full = List.copyOf(asked);
    int half = wire.read(new byte[Wire.WINDOW / 2]);
    List<String> halfRead = List.copyOf(asked);
    int rest = wire.read(new byte[Wire.WINDOW]);

    // Then
    assertThat(body.left).isEqualTo(2 * Wire.WINDOW);
    assertThat(half + rest).isEqualTo(Wire.WINDOW);
    assertThat(full).containsExactly("suspendInput");
    assertThat(halfRead).isEqualTo(full);
    assertThat(asked).containsExactly("suspendInput", "requestInput");
  }

  @Test
  void whatIsThereIsNotReadWhenTheTimeIsOver() throws Exception {
    // Given
    Wire late = new Wire(Duration.ZERO);
    HttpAsyncResponseConsumer<HttpResponse> trickle = late.consumer();
    trickle.responseReceived(response(200));

    // When
    trickle.consumeContent(new Bytes(10), control);

    // Then
    assertThatThrownBy(late::read).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void ofAnErrorNoMoreIsKeptThanCanBeRead() throws Exception {
    // Given
    Bytes body = new Bytes(16 * MIB);
    begin(503);

    // When
    consumer.consumeContent(body, control);
    consumer.responseCompleted(new BasicHttpContext());

    // Then
    byte[] kept = EntityUtils.toByteArray(consumer.getResult().getEntity());
    assertThat(body.left).isZero();
    assertThat(kept.length).isBetween(MIB, MIB + (4 << 10));
    assertThat(asked).isEmpty();
  }

  private void begin(int status) throws Exception {
    consumer.responseReceived(response(status));
  }

  private static HttpResponse response(int status) {
    HttpResponse response = new BasicHttpResponse(HttpVersion.HTTP_1_1, status, "");
    response.setEntity(new ByteArrayEntity(new byte[0]));
    return response;
  }
}
