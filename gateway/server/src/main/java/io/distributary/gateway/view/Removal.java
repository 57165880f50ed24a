package io.distributary.gateway.view;

import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.gateway.retry.Streak;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a revision from its store once no gateway writes to it any more: drops it, forgets its
 * checkpoints and dead letters, and says so in the plan. Every gateway tries; each step can be
 * repeated, and is after a failure, with the back-off of {@code delivery.retry}.
 */
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  /** A fixed period: that another gateway has not left yet is no failure. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final int PIECE = 1_000;

  private final Host host;
  private final StreamParts stream;
  private final ViewSinks sinks;
  private final Set<RevisionId> underWay = new HashSet<>();

  Removal(Host host, StreamParts stream, ViewSinks sinks) {
    this.host = host;
    this.stream = stream;
    this.sinks = sinks;
  }

  /** Begins, unless it has begun. */
  synchronized void remove(RevisionId revision) {
    if (underWay.add(revision)) {
      attempt(revision, new Streak(host.config().delivery().retry().backoff(), host.random()));
    }
  }

  private void attempt(RevisionId revision, Streak failures) {
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
        .onSuccess(dropped -> againUnless(dropped, revision, failures))
        .onFailure(
            failure -> {
              LOG.warn("{} cannot be removed for now: {}", revision, failure.getMessage());
              later(failures.failed(), revision, failures);
            });
  }

  private void againUnless(boolean dropped, RevisionId revision, Streak failures) {
    if (dropped) {
      LOG.info("{} is removed", revision);
      done(revision);
    } else {
      failures.succeeded();
      later(BETWEEN_LOOKS, revision, failures);
    }
  }

  private void later(Duration wait, RevisionId revision, Streak failures) {
    host.vertx().setTimer(wait.toMillis(), timer -> attempt(revision, failures));
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
    return host.vertx()
        .executeBlocking(
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
