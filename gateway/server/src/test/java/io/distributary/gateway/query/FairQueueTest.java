package io.distributary.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue<String> queue = new FairQueue<>(4);
  private final Predicate<String> everybody = caller -> true;

  private List<String> all() {
    return IntStream.range(0, queue.size())
        .mapToObj(i -> queue.poll(everybody).orElseThrow())
        .toList();
  }

  @Test
  void callersAreServedInTurn() {
    // Given
    queue.add("greedy", "g1");
    queue.add("greedy", "g2");
    queue.add("greedy", "g3");
    // When
    queue.add("modest", "m1");
    // Then
    assertThat(all()).containsExactly("g1", "m1", "g2", "g3");
  }

  @Test
  void whoWaitsWithMostMakesRoom() {
    // Given
    List.of("g1", "g2", "g3", "g4").forEach(item -> queue.add("greedy", item));
    // When
    Optional<String> displaced = queue.add("modest", "m1");
    // Then
    assertThat(displaced).contains("g4");
    assertThat(all()).containsExactly("g1", "m1", "g2", "g3");
  }

  @Test
  void whoWaitsWithMostIsTurnedAwayHimself() {
    // Given
    List.of("g1", "g2", "g3", "g4").forEach(item -> queue.add("greedy", item));
    // When, Then
    assertThat(queue.add("greedy", "g5")).contains("g5");
    assertThat(queue.size()).isEqualTo(4);
  }

  @Test
  void whatIsGivenUpLeavesItsPlace() {
    // Given
    queue.add("a", "a1");
    queue.add("b", "b1");
    // When
    queue.remove("a", "a1");
    // Then
    assertThat(all()).containsExactly("b1");
    assertThat(queue.poll(everybody)).isEmpty();
  }

  @Test
  void whoMayNotGoIsPassedOverAndKeepsHisPlace() {
    // Given
    queue.add("greedy", "g1");
    queue.add("modest", "m1");
    queue.add("modest", "m2");
    // When
    Optional<String> next = queue.poll(caller -> !caller.equals("greedy"));
    // Then
    assertThat(next).contains("m1");
    assertThat(queue.poll(caller -> false)).isEmpty();
    assertThat(all()).containsExactly("g1", "m2");
  }
}
