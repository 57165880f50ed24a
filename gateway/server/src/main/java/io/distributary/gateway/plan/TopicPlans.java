package io.distributary.gateway.plan;

import io.distributary.gateway.log.FollowedTopic;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.log.TopicRecord;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans as the control topic has them. A change is a new record built on the last one known;
 * whoever finds that another gateway's record came between makes the change again, on top of that
 * one. So no change is lost, without a lock.
 */
public final class TopicPlans implements Plans {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPlans.class);

  private final FollowedTopic topic;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<Long, Long> predecessors = new HashMap<>();
  private final List<Consumer<ViewPlan>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean there;

  private TopicPlans(FollowedTopic topic) {
    this.topic = topic;
  }

  /**
   * Reads all plans that there are, and goes on following them.
   *
   * @return fails with a {@link StreamException}: a halt when a plan cannot be read
   */
  public static Future<TopicPlans> follow(FollowedTopic topic) {
    TopicPlans plans = new TopicPlans(topic);
    return topic.follow(plans.new Following()).map(plans).onSuccess(read -> plans.there = true);
  }

  /** A plan and the offset of its record; -1 when there is none. */
  private record Known(ViewPlan plan, long offset) {}

  /** What is read twice is known already. */
  private final class Following implements FollowedTopic.TopicFollower {
    @Override
    public Future<Void> begin() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> take(List<TopicRecord> records) {
      try {
        records.forEach(this::take);
        return Future.succeededFuture();
      } catch (StreamException e) {
        return Future.failedFuture(e);
      }
    }

    private void take(TopicRecord record) {
      byte[] value = record.value();
      if (value != null) {
        try {
          PlanCodec.decode(record.key(), value).ifPresent(plan -> learn(plan, record.offset()));
        } catch (StreamException e) {
          if (!there) {
            throw e;
          }
          LOG.error("The plan before holds on. {}", e.getMessage());
        }
      }
    }
  }

  private void learn(ViewPlan plan, long offset) {
    synchronized (this) {
      long before = known(plan.view()).offset();
      if (offset <= before) {
        return;
      }
      predecessors.put(offset, before);
      known.put(plan.view(), new Known(plan, offset));
    }
    listeners.forEach(listener -> listener.accept(plan));
  }

  private synchronized Known known(String view) {
    return known.getOrDefault(view, new Known(ViewPlan.first(view), -1));
  }

  @Override
  public ViewPlan plan(String view) {
    return known(view).plan();
  }

  @Override
  public void onChange(Consumer<ViewPlan> listener) {
    listeners.add(listener);
  }

  @Override
  public Future<ViewPlan> update(String view, UnaryOperator<ViewPlan> change) {
    Known base = known(view);
    ViewPlan wanted;
    try {
      wanted = change.apply(base.plan());
    } catch (PlanException e) {
      return Future.failedFuture(e);
    }
    if (wanted.equals(base.plan())) {
      return Future.succeededFuture(wanted);
    }
    TopicRecord record = TopicRecord.of(PlanCodec.key(view), PlanCodec.encode(wanted), Map.of());
    return topic
        .write(List.of(record))
        .compose(
            offset ->
                predecessor(offset) == base.offset()
                    ? Future.succeededFuture(wanted)
                    : update(view, change));
  }

  private synchronized long predecessor(long offset) {
    return predecessors.getOrDefault(offset, -1L);
  }
}
