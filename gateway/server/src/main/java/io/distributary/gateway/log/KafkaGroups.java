package io.distributary.gateway.log;

import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The groups as Kafka has them, asked afresh at every call. */
final class KafkaGroups implements Groups {
  private static final int EPOCH = 0;

  private final Vertx vertx;
  private final Admin admin;
  private final Topics topics;
  private final Map<TopicPartition, OffsetSpec> ends;

  KafkaGroups(Vertx vertx, Admin admin, Topics topics, int partitions) {
    this.vertx = vertx;
    this.admin = admin;
    this.topics = topics;
    this.ends =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topics.events(), partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
  }

  /** The checkpoints are asked first, then the ends. */
  @Override
  public Future<Map<RevisionId, Progress>> progress(Collection<RevisionId> revisions) {
    Map<String, ListConsumerGroupOffsetsSpec> wanted =
        revisions.stream()
            .collect(
                Collectors.toMap(
                    topics::group,
                    revision -> new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet())));
    return future(admin.listConsumerGroupOffsets(wanted).all())
        .compose(
            committed ->
                future(admin.listOffsets(ends).all())
                    .map(found -> progress(revisions, committed, found)))
        .recover(KafkaGroups::unreachable);
  }

  private Map<RevisionId, Progress> progress(
      Collection<RevisionId> revisions,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    Map<RevisionId, Progress> progress = new TreeMap<>();
    for (RevisionId revision : revisions) {
      var offsets = Objects.requireNonNull(committed.get(topics.group(revision)));
      progress.put(revision, progress(offsets, ends));
    }
    return progress;
  }

  private static Progress progress(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    TreeMap<Integer, Long> done = new TreeMap<>();
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      OffsetAndMetadata checkpoint = committed.get(end.getKey());
      long offset = checkpoint == null ? 0 : checkpoint.offset();
      done.put(end.getKey().partition(), offset);
      lag += Math.max(0, end.getValue().offset() - offset);
    }
    return new Progress(new Position(EPOCH, done), lag);
  }

  @Override
  public Future<Boolean> isEmpty(RevisionId revision) {
    return future(admin.describeConsumerGroups(Set.of(topics.group(revision))).all())
        .map(found -> found.values().stream().allMatch(one -> one.members().isEmpty()))
        .recover(
            failure -> isUnknown(failure) ? Future.succeededFuture(true) : unreachable(failure));
  }

  @Override
  public Future<Void> forget(RevisionId revision) {
    return future(admin.deleteConsumerGroups(Set.of(topics.group(revision))).all())
        .recover(failure -> isUnknown(failure) ? Future.succeededFuture() : unreachable(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof GroupIdNotFoundException;
  }

  private static <T> Future<T> unreachable(Throwable failure) {
    return Future.failedFuture(StreamException.unreachable(failure));
  }

  private <T> Future<T> future(KafkaFuture<T> asked) {
    return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
  }
}
