package io.distributary.gateway.http;

import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.verify.Report;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.Names;
import io.distributary.gateway.verify.Report.ReportedProgress;
import io.distributary.gateway.verify.Report.State;
import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Verifications that begin and do nothing. */
final class InMemoryVerifications {
  private static final Names NONE = new Names(0, List.of());

  private final Map<String, Report> reports = new ConcurrentHashMap<>();

  Future<Report> start(RevisionId revision, boolean repair) {
    String view = revision.view();
    if (find(view).filter(report -> report.state() == State.RUNNING).isPresent()) {
      return Future.failedFuture(
          new PlanException(
              "verification-under-way", "View '" + view + "' is being verified already."));
    }
    return Future.succeededFuture(put(revision, repair, State.RUNNING, NONE));
  }

  /** The view's verification has come to its end. */
  void end(String view, Names missing) {
    put(RevisionId.first(view), false, State.DONE, missing);
  }

  private Report put(RevisionId revision, boolean repair, State state, Names missing) {
    Report report =
        new Report(
            revision,
            repair,
            state,
            InMemoryLog.NOW,
            new ReportedProgress("COMPARING", 10, 10, 3, 0),
            Optional.of(Position.after(Version.of(0, 9, 0))),
            new Findings(4, missing, NONE, NONE, NONE, NONE, 0, NONE),
            "");
    reports.put(revision.view(), report);
    return report;
  }

  Optional<Report> find(String view) {
    return Optional.ofNullable(reports.get(view));
  }

  Optional<Report> cancel(String view) {
    return find(view).map(report -> put(report.revision(), false, State.CANCELLED, NONE));
  }
}
