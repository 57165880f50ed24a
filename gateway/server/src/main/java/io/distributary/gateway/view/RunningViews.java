package io.distributary.gateway.view;

import io.distributary.gateway.log.Groups.Progress;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plugin.ConfiguredPlugin;
import io.distributary.gateway.projector.WritableSinks;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** All views of a gateway: starts them, looks after them every second, and stops them. */
public final class RunningViews implements ViewSet, WritableSinks {
  private static final long TICK_MS = 1_000;

  private final Host host;
  private final StreamParts stream;
  private final List<RunningView> views;
  private final Sampler sampler;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private long timer = -1;
  private volatile boolean kafkaAnswers = true;

  /**
   * @param plugins by the views' names, in their order
   */
  public RunningViews(Map<String, ConfiguredPlugin> plugins, StreamParts stream, Host host) {
    this.host = host;
    this.stream = stream;
    this.views =
        plugins.entrySet().stream()
            .map(each -> new RunningView(each.getKey(), each.getValue(), stream, host))
            .collect(Collectors.toUnmodifiableList());
    this.sampler = new Sampler(host, stream.log(), views);
  }

  /** Starts all; none waits for its store. */
  public Future<Void> start() {
    timer = host.vertx().setPeriodic(TICK_MS, TICK_MS, fired -> tick());
    stream.plans().onChange(this::follow);
    stream.log().health().onChange(() -> views.forEach(RunningView::follow));
    sampler.start();
    return Future.all(views.stream().map(RunningView::follow).toList()).mapEmpty();
  }

  /** Plans of views that this gateway does not have are of no concern to it. */
  private void follow(ViewPlan changed) {
    running(changed.view()).ifPresent(RunningView::follow);
  }

  /** The stores are asked whether they answer, whatever Kafka does. */
  private void tick() {
    views.forEach(RunningView::probe);
    if (ticking.compareAndSet(false, true)) {
      progress()
          .onComplete(answer -> kafkaAnswers = answer.succeeded())
          .otherwise(Map.of())
          .onSuccess(progress -> views.forEach(view -> view.tick(progress)))
          .onComplete(ticked -> ticking.set(false));
    }
  }

  private Future<Map<RevisionId, Progress>> progress() {
    return stream
        .log()
        .groups()
        .progress(views.stream().flatMap(view -> view.revisions().stream()).toList());
  }

  private Optional<RunningView> running(String name) {
    return views.stream().filter(view -> view.name().equals(name)).findFirst();
  }

  @Override
  public List<View> all() {
    return List.copyOf(views);
  }

  @Override
  public Future<List<ViewStatus>> statuses() {
    return progress()
        .otherwise(Map.of())
        .map(progress -> views.stream().map(view -> view.status(progress)).toList());
  }

  @Override
  public Sink<?> writable(RevisionId revision) throws SinkException {
    RunningView view =
        running(revision.view())
            .orElseThrow(
                () ->
                    new PlanException(
                        "revision-unknown", "There is no view '" + revision.view() + "' here."));
    return view.writable(revision);
  }

  /** Why no write can be taken and no lag be told, in a sentence; empty while Kafka answers. */
  public Optional<String> notReady() {
    return stream
        .log()
        .health()
        .halt()
        .map(halt -> halt.reason().message())
        .or(() -> kafkaAnswers ? Optional.empty() : Optional.of("Kafka does not answer."));
  }

  /** Drains all; their sinks stay open for whoever still reads. */
  public Future<Void> stop() {
    host.vertx().cancelTimer(timer);
    return sampler
        .stop()
        .transform(
            stopped -> Future.join(views.stream().map(RunningView::stop).toList()).mapEmpty());
  }

  /** Closes the sinks, once nobody reads or writes any more. Blocks. */
  public void close() {
    views.forEach(RunningView::close);
  }
}
