package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBufUtil;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large values are. What occurs twice counts twice; counting stops soon after the limit, so
 * that what repeats itself over and over is not walked through.
 */
final class Sizes {
  private final long limit;
  private final boolean heap;
  private long sum;

  private Sizes(long limit, boolean heap) {
    this.limit = limit;
    this.heap = heap;
  }

  /** Bytes as BSON, nearly; more than the limit when it is more. */
  static long bson(@Nullable Object value, long limit) {
    return new Sizes(limit, false).of(value);
  }

  /** Roughly the bytes on the heap; more than the limit when it is more. */
  static long heap(@Nullable Object value, long limit) {
    return new Sizes(limit, true).of(value);
  }

  private long of(@Nullable Object value) {
    add(value);
    return sum;
  }

  private void add(@Nullable Object value) {
    if (value instanceof Document document) {
      sum += heap ? 96 : 5;
      for (Map.Entry<String, Object> field : document.entrySet()) {
        if (sum > limit) {
          return;
        }
        sum += heap ? 64L + field.getKey().length() : 2 + ByteBufUtil.utf8Bytes(field.getKey());
        add(field.getValue());
      }
    } else if (value instanceof Collection<?> elements) {
      sum += heap ? 24 : 5;
      for (Object element : elements) {
        if (sum > limit) {
          return;
        }
        sum += 8;
        add(element);
      }
    } else {
      sum += leaf(value);
    }
  }

  private long leaf(@Nullable Object value) {
    if (value instanceof String text) {
      return heap ? 40L + text.length() : 5L + ByteBufUtil.utf8Bytes(text);
    }
    return value instanceof BinData data ? 24L + data.getData().length : 16;
  }
}
