package io.distributary.gateway.write;

import io.distributary.gateway.log.EventAppender;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.write.Rejection.RejectionKind;
import io.distributary.gateway.write.WriteOutcome.Deleted;
import io.distributary.gateway.write.WriteOutcome.NotWritten;
import io.distributary.gateway.write.WriteOutcome.Stored;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.ResourceHead;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where writes enter the stream. One look-up of the current keys a batch; no write waits for a view
 * that is unreachable or slow. All events of a batch are handed to the log one behind the other,
 * without waiting in between, so those of one key keep their order.
 */
public final class WriteService {
  private static final Logger LOG = LoggerFactory.getLogger(WriteService.class);
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final Views views;
  private final EventAppender log;

  public WriteService(Views views, EventAppender log) {
    this.views = views;
    this.log = log;
  }

  /**
   * Does what can be done of a batch.
   *
   * @param caller the name of the caller who writes
   * @param source the CloudEvents source of deletions: a URI reference
   * @return what became of each, in the batch's order; never fails
   */
  public Future<List<WriteOutcome>> write(
      List<? extends Write> batch, String caller, String source) {
    return known(batch, caller).compose(known -> append(batch, source, known));
  }

  private Future<ResourceStates> known(List<? extends Write> batch, String caller) {
    Set<ResourceId> ids = new HashSet<>();
    for (Write write : batch) {
      if (!(write instanceof Write.Put put && put.assigned())) {
        ids.add(write.id());
      }
    }
    if (ids.isEmpty()) {
      return Future.succeededFuture(new ResourceStates(Map.of(), true));
    }
    return views
        .heads(ids, caller, PATIENCE)
        .compose(heads -> settled(batch, caller, heads))
        .recover(e -> Future.succeededFuture(new ResourceStates(null, false)));
  }

  /**
   * A resource to be deleted that the view has not seen may lie in the log before the view: only
   * when the view has no lag, and then still has not seen it, it is not there.
   */
  private Future<ResourceStates> settled(
      List<? extends Write> batch, String caller, Answer<Map<ResourceId, ResourceHead>> heads) {
    Set<ResourceId> unseen = new HashSet<>();
    for (Write write : batch) {
      if (write instanceof Write.Delete && !heads.value().containsKey(write.id())) {
        unseen.add(write.id());
      }
    }
    if (unseen.isEmpty()) {
      return Future.succeededFuture(new ResourceStates(heads.value(), false));
    }
    ResourceStates lagging = new ResourceStates(heads.value(), false);
    return hasNoLag(heads.freshness().view())
        .compose(
            complete ->
                complete ? again(unseen, caller, heads.value()) : Future.succeededFuture(lagging))
        .recover(e -> Future.succeededFuture(lagging));
  }

  private Future<Boolean> hasNoLag(String view) {
    try {
      return views
          .known(view)
          .status()
          .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .map(status -> status.lag().orElse(1) == 0);
    } catch (ReadException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<ResourceStates> again(
      Set<ResourceId> unseen, String caller, Map<ResourceId, ResourceHead> heads) {
    return views
        .heads(unseen, caller, PATIENCE)
        .map(
            now -> {
              Map<ResourceId, ResourceHead> all = new HashMap<>(heads);
              all.putAll(now.value());
              return new ResourceStates(all, true);
            });
  }

  private Future<List<WriteOutcome>> append(
      List<? extends Write> batch, String source, ResourceStates known) {
    List<Future<WriteOutcome>> each = new ArrayList<>(batch.size());
    for (Write write : batch) {
      each.add(
          write instanceof Write.Put put ? put(put, known) : delete(write.id(), source, known));
    }
    return Future.join(each).map(all -> all.<WriteOutcome>list());
  }

  private Future<WriteOutcome> put(Write.Put put, ResourceStates known) {
    Optional<ResourceStates.ResourceState> state = known.of(put.id());
    if (state.isPresent() && !state.get().deleted() && !state.get().key().equals(put.key())) {
      return refused(
          RejectionKind.KEY_CHANGED,
          "The resource would move to another patient, and a resource's key never changes. Delete"
              + " it, then create it anew.");
    }
    boolean created = known.creates(put);
    known.put(put.id(), put.key(), false);
    return log.append(put.key(), put.event())
        .map(appended -> (WriteOutcome) new Stored(put, appended, created))
        .recover(WriteService::unacknowledged);
  }

  private Future<WriteOutcome> delete(ResourceId id, String source, ResourceStates known) {
    Optional<ResourceStates.ResourceState> state = known.of(id);
    if (state.isEmpty()) {
      return known.isComplete()
          ? refused(RejectionKind.NOT_FOUND, "There is no such resource.")
          : refused(
              RejectionKind.NOT_NOW,
              "The view that knows the resource's key is unreachable or not up to date. Try again later.");
    }
    ResourceId key = state.get().key();
    if (state.get().deleted()) {
      return Future.succeededFuture(new Deleted(id, Optional.empty()));
    }
    known.put(id, key, true);
    return log.append(key, deletion(id, key, source))
        .map(appended -> (WriteOutcome) new Deleted(id, Optional.of(appended)))
        .recover(WriteService::unacknowledged);
  }

  private static EncodedEvent deletion(ResourceId id, ResourceId key, String source) {
    return EventCodec.encode(
        Change.DELETED, UUID.randomUUID().toString(), source, key, Resource.tombstone(id));
  }

  private static Future<WriteOutcome> unacknowledged(Throwable e) {
    LOG.debug("The log did not acknowledge an event: {}", e.getClass().getName());
    return refused(
        RejectionKind.UNACKNOWLEDGED,
        "The stream did not acknowledge the write. Whether it was stored is unknown; send it"
            + " again.");
  }

  private static Future<WriteOutcome> refused(RejectionKind kind, String message) {
    return Future.succeededFuture(new NotWritten(Rejection.of(kind, message)));
  }
}
