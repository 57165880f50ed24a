package io.distributary.bench.read;

import java.util.List;

/**
 * What is asked, of the gateway and of a store's plain driver.
 *
 * @param requests of HTTP, asked in turns
 * @param driver the same, one for each request; none where no driver can answer that
 */
record Question(String name, List<byte[]> requests, List<DriverCaller.Ask> driver) {
  /** Whether there is something to compare with. */
  boolean isCompared() {
    return !driver.isEmpty();
  }

  /** The name only. */
  @Override
  public String toString() {
    return name;
  }
}
