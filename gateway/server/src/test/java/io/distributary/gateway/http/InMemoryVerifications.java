package io.distributary.gateway.http;

import io.distributary.gateway.stream.PlanException;
import io.distributary.gateway.verify.Report;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.Names;
import io.distributary.gateway.verify.Report.Progress;
import io.distributary.gateway.verify.Report.State;
import io.distributary.gateway.verify.Verifications;
import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Verifications that begin and do nothing. */
final class InMemoryVerifications implements Verifications {
  private static final Names NONE = new Names(0, List.of());

  private final Map<String, Report> reports = new ConcurrentHashMap<>();

  @Override
  public Future<Report> start(String view, OptionalInt revision, boolean repair) {
    if (find(view).filter(report -> report.state() == State.RUNNING).isPresent()) {
      return Future.failedFuture(
          new PlanException(
              "verification-under-way", "View '" + view + "' is being verified already."));
    }
    return Future.succeededFuture(put(view, revision.orElse(1), repair, State.RUNNING, NONE));
  }

  /** The view's verification has come to its end. */
  void end(String view, Names missing) {
    put(view, 1, false, State.DONE, missing);
  }

  private Report put(String view, int revision, boolean repair, State state, Names missing) {
    Report report =
        new Report(
            view,
            revision,
            repair,
            state,
            InMemoryLog.NOW,
            new Progress("COMPARING", 10, 10, 3, 0),
            Optional.of(Position.after(Version.of(0, 9, 0))),
            new Findings(4, missing, NONE, NONE, NONE, NONE, 0, NONE),
            "");
    reports.put(view, report);
    return report;
  }

  @Override
  public Optional<Report> find(String view) {
    return Optional.ofNullable(reports.get(view));
  }

  @Override
  public Optional<Report> cancel(String view) {
    return find(view).map(report -> put(view, report.revision(), false, State.CANCELLED, NONE));
  }
}
