package io.distributary.gateway;

import io.distributary.schemas.Version;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads all Patients of all views again and again, and notes those whose version goes back. */
final class VersionWatch implements AutoCloseable {
  private static final long PAUSE_MS = 100;

  private final List<GatewayProcess> gateways;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Version> highest = new HashMap<>();
  private final List<String> setbacks = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  /**
   * Begins.
   *
   * @param gateways to be asked, those that are started later included; any of them may be away
   */
  VersionWatch(List<GatewayProcess> gateways) {
    this.gateways = gateways;
    thread.scheduleWithFixedDelay(this::look, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    for (GatewayProcess gateway : gateways) {
      FourStores.VIEWS.forEach(view -> look(gateway, view));
    }
  }

  private void look(GatewayProcess gateway, String view) {
    try {
      HttpResponse<String> answer = gateway.query(view, FourStores.all(view, "Patient"));
      if (answer.statusCode() == 200) {
        looks.incrementAndGet();
        FourStores.versions(answer).forEach((id, version) -> look(view + " " + id, version));
      }
    } catch (IOException away) {
      // It is being killed or started.
    } catch (Exception e) {
      setbacks.add(e.toString());
    }
  }

  private void look(String place, String text) {
    Version version = Version.parse(text);
    Version before = highest.merge(place, version, (a, b) -> a.compareTo(b) > 0 ? a : b);
    if (before.compareTo(version) > 0) {
      setbacks.add(place + " from " + before + " to " + version);
    }
  }

  /** How often a view has answered. */
  int looks() {
    return looks.get();
  }

  List<String> setbacks() {
    return setbacks;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
