package io.distributary.sinks.elasticsearch;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.http.ContentTooLongException;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.elasticsearch.client.HeapBufferedAsyncResponseConsumer;

/**
 * A short answer, kept as a whole. The driver's own consumer looks at the length that an answer
 * declares; this one counts what comes, as an answer in chunks declares none.
 */
final class BoundedAnswer extends HeapBufferedAsyncResponseConsumer {
  private final int most;
  private long come;

  /**
   * @param most bytes
   */
  BoundedAnswer(int most) {
    super(most);
    this.most = most;
  }

  @Override
  protected void onContentReceived(ContentDecoder decoder, IOControl control) throws IOException {
    super.onContentReceived(new Counted(decoder), control);
  }

  private final class Counted implements ContentDecoder {
    private final ContentDecoder decoder;

    Counted(ContentDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      int some = decoder.read(to);
      come += Math.max(0, some);
      if (come > most) {
        throw new ContentTooLongException("The answer is longer than " + most + " bytes");
      }
      return some;
    }

    @Override
    public boolean isCompleted() {
      return decoder.isCompleted();
    }
  }
}
