package io.distributary.gateway.view;

import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.verify.Report;
import io.distributary.schemas.Position;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A view without projectors: its plan changes as is asked, and nobody follows it. */
public class StandInView implements View {
  private final String name;
  private ViewPlan plan;

  public StandInView(String name) {
    this.name = name;
    this.plan = ViewPlan.first(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public synchronized ViewPlan plan() {
    return plan;
  }

  @Override
  public Optional<Readers> readers() {
    return Optional.empty();
  }

  @Override
  public Optional<Maintenance> maintenance() {
    return Optional.empty();
  }

  @Override
  public Optional<Position> position() {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> unansweredSince() {
    return Optional.empty();
  }

  @Override
  public Future<ViewStatus> status() {
    return Future.failedFuture("Nobody looks after this view");
  }

  private synchronized Future<ViewPlan> change(UnaryOperator<ViewPlan> how) {
    return Future.<Void>succeededFuture()
        .map(
            begun -> {
              plan = how.apply(plan);
              return plan;
            });
  }

  @Override
  public Future<ViewPlan> pause() {
    return change(ViewPlan::pause);
  }

  @Override
  public Future<ViewPlan> resume() {
    return change(ViewPlan::resume);
  }

  @Override
  public Future<ViewPlan> rebuild() {
    return change(before -> before.rebuild(false, OptionalInt.empty()));
  }

  @Override
  public Future<ViewPlan> switchTo(Optional<RevisionId> revision) {
    return change(
        before -> before.switchTo(revision.orElse(new RevisionId(name, before.next() - 1))));
  }

  @Override
  public Future<ViewPlan> drop(RevisionId revision) {
    return change(before -> before.drop(revision));
  }

  @Override
  public Future<Report> verify(RevisionId revision, boolean repair) {
    return Future.failedFuture("Nobody verifies this view");
  }

  @Override
  public Optional<Report> verification() {
    return Optional.empty();
  }

  @Override
  public Optional<Report> cancelVerification() {
    return Optional.empty();
  }
}
