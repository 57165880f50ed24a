package io.distributary.gateway.projector;

import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.LetterSelection;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a revision from its store once no gateway writes to it any more: drops it, forgets its
 * checkpoints and dead letters, and says so in the plan. Every gateway tries; each step can be
 * repeated.
 */
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
  private static final long AGAIN_MS = 1_000;
  private static final int PIECE = 1_000;

  private final String view;
  private final Vertx vertx;
  private final EventLog log;
  private final SinkRegistry sinks;
  private final Set<Integer> underWay = new HashSet<>();

  Removal(String view, Vertx vertx, EventLog log, SinkRegistry sinks) {
    this.view = view;
    this.vertx = vertx;
    this.log = log;
    this.sinks = sinks;
  }

  /** Begins, unless it has begun. */
  synchronized void remove(int revision) {
    if (underWay.add(revision)) {
      attempt(revision);
    }
  }

  private void attempt(int revision) {
    if (!isStillDropping(revision)) {
      done(revision);
      return;
    }
    String group = log.topics().group(view, revision);
    log.groups()
        .isEmpty(group)
        .compose(
            empty ->
                empty
                    ? drop(revision).compose(dropped -> finish(revision, group)).map(true)
                    : Future.succeededFuture(false))
        .onSuccess(dropped -> againUnless(dropped, revision))
        .onFailure(
            failure -> {
              LOG.warn(
                  "Revision {} of view {} cannot be removed for now: {}",
                  revision,
                  view,
                  failure.getMessage());
              againUnless(false, revision);
            });
  }

  private void againUnless(boolean dropped, int revision) {
    if (dropped) {
      LOG.info("Revision {} of view {} is removed", revision, view);
      done(revision);
    } else {
      vertx.setTimer(AGAIN_MS, timer -> attempt(revision));
    }
  }

  private boolean isStillDropping(int revision) {
    return log.plans().plan(view).revision(revision).filter(Revision::dropping).isPresent();
  }

  private Future<Void> drop(int revision) {
    return vertx.executeBlocking(
        () -> {
          sinks.drop(view, revision);
          return null;
        },
        false);
  }

  private Future<Void> finish(int revision, String group) {
    return log.groups()
        .forget(group)
        .compose(forgotten -> forgetLetters(revision))
        .compose(forgotten -> log.plans().update(view, plan -> plan.dropped(revision)))
        .mapEmpty();
  }

  private Future<Void> forgetLetters(int revision) {
    LetterSelection all = LetterSelection.ALL.ofRevision(view, revision).withDiscarded();
    return log.deadLetters()
        .after(all, Optional.empty(), PIECE)
        .compose(
            some ->
                some.isEmpty()
                    ? Future.succeededFuture()
                    : log.deadLetters().forget(some).compose(forgotten -> forgetLetters(revision)));
  }

  private synchronized void done(int revision) {
    underWay.remove(revision);
  }
}
