package io.distributary.servers.testing;

import io.distributary.servers.ServerKind;
import java.io.IOException;

/** Where the shared servers come from: child processes, or containers. */
interface ServerSource {
  /** Has the server started if it is not yet, and does not wait for it. */
  void begin(ServerKind kind) throws IOException;

  /** Waits until the server is ready. */
  Endpoint await(ServerKind kind) throws IOException, InterruptedException;

  /** What the server has printed so far. */
  String log(ServerKind kind) throws IOException;
}
