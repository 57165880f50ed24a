package io.distributary.gateway.view;

import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.sink.RevisionId;
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

  private final Vertx vertx;
  private final StreamParts stream;
  private final ViewSinks sinks;
  private final Set<RevisionId> underWay = new HashSet<>();

  Removal(Vertx vertx, StreamParts stream, ViewSinks sinks) {
    this.vertx = vertx;
    this.stream = stream;
    this.sinks = sinks;
  }

  /** Begins, unless it has begun. */
  synchronized void remove(RevisionId revision) {
    if (underWay.add(revision)) {
      attempt(revision);
    }
  }

  private void attempt(RevisionId revision) {
    if (!isStillDropping(revision)) {
      done(revision);
      return;
    }
    stream
        .log()
        .groups()
        .isEmpty(revision)
        .compose(
            empty ->
                empty
                    ? drop(revision).compose(dropped -> finish(revision)).map(true)
                    : Future.succeededFuture(false))
        .onSuccess(dropped -> againUnless(dropped, revision))
        .onFailure(
            failure -> {
              LOG.warn("{} cannot be removed for now: {}", revision, failure.getMessage());
              againUnless(false, revision);
            });
  }

  private void againUnless(boolean dropped, RevisionId revision) {
    if (dropped) {
      LOG.info("{} is removed", revision);
      done(revision);
    } else {
      vertx.setTimer(AGAIN_MS, timer -> attempt(revision));
    }
  }

  private boolean isStillDropping(RevisionId revision) {
    return stream
        .plans()
        .plan(revision.view())
        .revision(revision)
        .filter(Revision::dropping)
        .isPresent();
  }

  private Future<Void> drop(RevisionId revision) {
    return vertx.executeBlocking(
        () -> {
          sinks.drop(revision);
          return null;
        },
        false);
  }

  private Future<Void> finish(RevisionId revision) {
    return stream
        .log()
        .groups()
        .forget(revision)
        .compose(forgotten -> forgetLetters(revision))
        .compose(
            forgotten -> stream.plans().update(revision.view(), plan -> plan.dropped(revision)))
        .mapEmpty();
  }

  private Future<Void> forgetLetters(RevisionId revision) {
    DeadLetterSelection all = DeadLetterSelection.ALL.ofRevision(revision).withDiscarded();
    return stream
        .letters()
        .after(all, Optional.empty(), PIECE)
        .compose(
            some ->
                some.isEmpty()
                    ? Future.succeededFuture()
                    : stream.letters().forget(some).compose(forgotten -> forgetLetters(revision)));
  }

  private synchronized void done(RevisionId revision) {
    underWay.remove(revision);
  }
}
