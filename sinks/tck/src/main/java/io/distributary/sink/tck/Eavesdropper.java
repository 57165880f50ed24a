package io.distributary.sink.tck;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what the process says while it is open: standard output and error, and platform logs. */
final class Eavesdropper implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream ear = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Logger root = Logger.getLogger("");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          ear.println(record.getMessage() + Arrays.toString(record.getParameters()));
          if (record.getThrown() != null) {
            record.getThrown().printStackTrace(ear);
          }
        }

        @Override
        public void flush() {
          ear.flush();
        }

        @Override
        public void close() {
          ear.flush();
        }
      };

  Eavesdropper() {
    System.setOut(ear);
    System.setErr(ear);
    root.addHandler(handler);
  }

  String heard() {
    ear.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    System.setOut(out);
    System.setErr(err);
  }
}
