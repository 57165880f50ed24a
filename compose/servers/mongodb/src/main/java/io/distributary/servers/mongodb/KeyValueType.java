package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.KeyValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Index keys: a single string as such, anything else by Java serialisation. Strings sort before the
 * rest.
 */
final class KeyValueType extends BasicDataType<KeyValue> {
  private static final byte TEXT = 1;
  private static final byte OTHER = 0;

  private final ObjectDataType others = new ObjectDataType();

  @Override
  public int compare(KeyValue left, KeyValue right) {
    boolean leftIsText = isText(left);
    boolean rightIsText = isText(right);
    if (leftIsText && rightIsText) {
      return text(left).compareTo(text(right));
    }
    if (leftIsText != rightIsText) {
      return leftIsText ? -1 : 1;
    }
    return others.compare(left, right);
  }

  @Override
  public int getMemory(KeyValue key) {
    return isText(key) ? 96 + text(key).length() : 200;
  }

  @Override
  public void write(WriteBuffer buffer, KeyValue key) {
    if (isText(key)) {
      byte[] bytes = text(key).getBytes(StandardCharsets.UTF_8);
      buffer.put(TEXT).putVarInt(bytes.length).put(bytes);
    } else {
      others.write(buffer.put(OTHER), key);
    }
  }

  @Override
  public KeyValue read(ByteBuffer buffer) {
    if (buffer.get() == OTHER) {
      return (KeyValue) others.read(buffer);
    }
    byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
    buffer.get(bytes);
    return new KeyValue(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public KeyValue[] createStorage(int size) {
    return new KeyValue[size];
  }

  private static boolean isText(KeyValue key) {
    return key.size() == 1 && key.get(0) instanceof String;
  }

  private static String text(KeyValue key) {
    return (String) key.get(0);
  }
}
