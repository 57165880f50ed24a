package io.distributary.bench.read;

import java.io.IOException;
import java.util.List;

/** Asks by a store's plain driver. */
final class DriverCaller implements Caller {
  /** A question put to a driver; returns how many resources or rows came. */
  @FunctionalInterface
  interface Ask {
    int ask() throws IOException;
  }

  private final List<Ask> asks;
  private int next;
  private int held;

  /**
   * @param asks one for each request of the {@link HttpCaller} beside, in the same order
   * @param first which comes first
   */
  DriverCaller(List<Ask> asks, int first) {
    this.asks = asks;
    this.next = first % asks.size();
  }

  @Override
  public void ask() throws IOException {
    held = asks.get(next).ask();
    next = (next + 1) % asks.size();
  }

  @Override
  public int held() {
    return held;
  }

  /** The driver is everybody's. */
  @Override
  public void close() {}
}
