package io.distributary.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds free ports between {@value #FIRST} and {@value #LAST}: below the range from which systems
 * take the ports of outgoing connections, so that nobody takes one between the look and the start.
 */
public final class Ports {
  static final int FIRST = 20_000;
  static final int LAST = 31_999;

  private Ports() {}

  /**
   * One free port for each name, in the order of the names. The same seed gives the same ports for
   * as long as they are free.
   *
   * @param seed what sets this caller apart from others on the machine, for example its folder
   */
  public static Map<String, Integer> pick(List<String> names, String seed) {
    Map<String, Integer> picked = new LinkedHashMap<>();
    int next = start(seed);
    for (String name : names) {
      int port = freeFrom(next);
      picked.put(name, port);
      next = port + 1;
    }
    return picked;
  }

  /** Whether this machine's loopback address lets a server listen on the port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // connections of an ended server that linger do not count
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int start(String seed) {
    int spread = seed.hashCode() * 0x9E3779B9; // neighbours' folders differ in a letter
    return inRange(spread >>> 8);
  }

  private static int freeFrom(int first) {
    for (int i = 0; i <= LAST - FIRST; i++) {
      int port = inRange(first - FIRST + i);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
  }

  private static int inRange(int offset) {
    return FIRST + Math.floorMod(offset, LAST - FIRST + 1);
  }
}
