package io.distributary.gateway.stream;

import io.distributary.schemas.Position;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far each group is and how much is left, over all partitions, asked afresh at every call. */
public final class Lags {
  private static final int EPOCH = 0;

  private final Vertx vertx;
  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> ends;

  Lags(Vertx vertx, Admin admin, String topic, int partitions) {
    this.vertx = vertx;
    this.admin = admin;
    this.ends =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
  }

  /**
   * @param committed the group's checkpoint
   * @param lag records between the checkpoint and the end of the log, open transactions' included
   */
  public record Progress(Position committed, long lag) {}

  /**
   * By group. The checkpoints are asked first, then the ends: what is appended in between counts as
   * lag, never the other way round.
   *
   * @return fails when Kafka does not say: lag is then unknown
   */
  public Future<Map<String, Progress>> of(Collection<String> groups) {
    Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
    groups.forEach(
        group ->
            wanted.put(group, new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet())));
    return future(admin.listConsumerGroupOffsets(wanted).all())
        .compose(
            committed ->
                future(admin.listOffsets(ends).all())
                    .map(ends -> progress(committed, offsets(ends))))
        .recover(failure -> Future.failedFuture(StreamException.away(failure)));
  }

  /** The same of one group. */
  public Future<Progress> of(String group) {
    return of(Set.of(group)).map(progress -> Objects.requireNonNull(progress.get(group)));
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo>
          ends) {
    return ends.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private static Map<String, Progress> progress(
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<TopicPartition, Long> ends) {
    Map<String, Progress> progress = new HashMap<>();
    committed.forEach((group, offsets) -> progress.put(group, progressOf(offsets, ends)));
    return progress;
  }

  private static Progress progressOf(
      Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
    TreeMap<Integer, Long> done = new TreeMap<>();
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata checkpoint = committed.get(end.getKey());
      long offset = checkpoint == null ? 0 : checkpoint.offset();
      done.put(end.getKey().partition(), offset);
      lag += Math.max(0, end.getValue() - offset);
    }
    return new Progress(new Position(EPOCH, done), lag);
  }

  private <T> Future<T> future(KafkaFuture<T> asked) {
    return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
  }
}
