package io.distributary.gateway.deadletter;

import io.distributary.gateway.log.FollowedTopic;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.log.TopicRecord;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters' topic and an index of its content. The follower alone changes the index, in the
 * topic's order; whoever writes waits until it has come by.
 */
public final class TopicDeadLetters implements DeadLetters {
  private final Vertx vertx;
  private final FollowedTopic topic;
  private final String events;
  private volatile @Nullable DeadLetterIndex index;

  private TopicDeadLetters(Vertx vertx, FollowedTopic topic, String events) {
    this.vertx = vertx;
    this.topic = topic;
    this.events = events;
  }

  /**
   * Reads all dead letters that there are, and goes on following them.
   *
   * @param events the name of the topic that the dead letters point into
   * @return fails with a {@link StreamException}: a halt when there is no room for the index
   */
  public static Future<TopicDeadLetters> follow(Vertx vertx, FollowedTopic topic, String events) {
    TopicDeadLetters letters = new TopicDeadLetters(vertx, topic, events);
    return topic.follow(letters.new Indexing()).map(letters).onFailure(failure -> letters.close());
  }

  /** Takes the topic into the index; one that is lost, as when its disk was full, is made anew. */
  private final class Indexing implements FollowedTopic.TopicFollower {
    @Override
    public Future<Void> begin() {
      return blocking(
              () -> {
                closeIndex();
                index = DeadLetterIndex.create();
                return true;
              })
          .mapEmpty();
    }

    @Override
    public Future<Void> take(List<TopicRecord> records) {
      return blocking(
              () -> {
                records.forEach(this::take);
                return true;
              })
          .mapEmpty();
    }

    private void take(TopicRecord record) {
      DeadLetterKey.ofTopicKey(record.key()).ifPresent(key -> take(key, record.value()));
    }

    private void take(DeadLetterKey key, byte @Nullable [] value) {
      Optional<DeadLetter> letter =
          value == null ? Optional.empty() : DeadLetterCodec.decode(value);
      letter
          .filter(one -> one.key().equals(key))
          .ifPresentOrElse(index()::put, () -> index().remove(key));
    }
  }

  @Override
  public Future<Void> write(Collection<DeadLetter> letters) {
    return send(letters.stream().map(letter -> DeadLetterCodec.record(letter, events)).toList());
  }

  @Override
  public Future<Void> forget(Collection<DeadLetter> letters) {
    return send(letters.stream().map(DeadLetterCodec::tombstone).toList());
  }

  private Future<Void> send(List<TopicRecord> records) {
    return records.isEmpty() ? Future.succeededFuture() : topic.write(records).mapEmpty();
  }

  @Override
  public Future<DeadLetterPage> list(DeadLetterSelection which, int limit) {
    return asked(() -> index().list(which, limit));
  }

  @Override
  public Future<List<DeadLetter>> after(
      DeadLetterSelection which, Optional<String> last, int limit) {
    return asked(() -> index().after(which, last.flatMap(DeadLetterKey::ofId), limit));
  }

  @Override
  public Future<List<DeadLetter>> find(Collection<String> ids) {
    return asked(
        () ->
            ids.stream()
                .flatMap(id -> DeadLetterKey.ofId(id).stream())
                .flatMap(key -> index().find(key).stream())
                .toList());
  }

  @Override
  public Future<Long> count(DeadLetterSelection which) {
    return asked(() -> index().count(which));
  }

  @Override
  public Future<List<DeadLetter>> overtaken(
      RevisionId revision, Map<ResourceId, Version> applied, int limit) {
    return index().hasOpen(revision)
        ? asked(() -> index().overtaken(revision, applied, limit))
        : Future.succeededFuture(List.of());
  }

  @Override
  public long count(RevisionId revision) {
    return index().count(revision);
  }

  private DeadLetterIndex index() {
    return Objects.requireNonNull(index, "The letters are not followed yet");
  }

  private <T> Future<T> asked(Callable<T> question) {
    return blocking(question).recover(failure -> Future.failedFuture(StreamException.of(failure)));
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  /** The topic is its owner's to close, before. */
  @Override
  public Future<Void> close() {
    return blocking(
            () -> {
              closeIndex();
              return true;
            })
        .mapEmpty();
  }

  private void closeIndex() {
    DeadLetterIndex open = index;
    if (open != null) {
      open.close();
    }
  }
}
