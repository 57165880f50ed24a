package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How a plugin is found, and how its sinks open. */
final class OpeningRules {
  private OpeningRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "opening",
        List.of(
            new Rule(
                "pluginIsFoundByItsService",
                "The ServiceLoader finds a public class with a plain type name.",
                OpeningRules::service),
            new Rule(
                "openingAgainChangesNothing",
                "Opening a revision that exists changes nothing in it.",
                OpeningRules::again),
            new Rule(
                "twoMayOpenAtOnce",
                "Two gateways may open a new revision at once; both can work with it.",
                OpeningRules::atOnce),
            new Rule(
                "unreachableStoreAsksForRetry",
                "Opening while the store is unreachable fails soon, with RETRY.",
                OpeningRules::unreachable),
            new Rule(
                "pluginNamesTheContractOfTheKit",
                "contract() is the version of the contract that the kit was made for.",
                OpeningRules::contract)));
  }

  private static void service(Bench bench) {
    SinkPlugin<?> plugin = bench.fixture().plugin();
    assertThat(plugin.type()).matches("[a-z][a-z0-9-]*");
    List<Class<?>> found =
        ServiceLoader.load(SinkPlugin.class).stream()
            .filter(provider -> provider.get().type().equals(plugin.type()))
            .filter(provider -> provider.get().configType().equals(plugin.configType()))
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList();
    assertThat(found).as("services of type %s", plugin.type()).hasSize(1);
    assertThat(Modifier.isPublic(found.get(0).getModifiers())).as("the class is public").isTrue();
  }

  private static void again(Bench bench) throws Exception {
    Event live = bench.events().update(bench.newId());
    Event deleted = bench.events().delete(bench.newId());
    bench.view().apply(live, deleted);
    View second = bench.openAgain();
    second.assertNewest(live, deleted);
    bench.view().assertNewest(live, deleted);
    Event later = bench.events().update(live.id());
    second.apply(later);
    bench.view().assertNewest(later, deleted);
  }

  private static void atOnce(Bench bench) throws Exception {
    int revision = bench.fixture().plugin().holdsTwoRevisions() ? bench.newRevision() : 1;
    CountDownLatch bothReady = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<View> first = threads.submit(() -> openTogether(bench, revision, bothReady));
      Future<View> second = threads.submit(() -> openTogether(bench, revision, bothReady));
      List<View> open = List.of(first.get(), second.get());
      Event one = bench.events().update(bench.newId());
      Event other = bench.events().update(bench.newId());
      open.get(0).apply(one);
      open.get(1).apply(other);
      open.get(0).assertNewest(one, other);
      open.get(1).assertNewest(one, other);
    } finally {
      threads.shutdownNow();
    }
  }

  private static View openTogether(Bench bench, int revision, CountDownLatch bothReady)
      throws Exception {
    bothReady.countDown();
    bothReady.await();
    return bench.open(revision);
  }

  private static void unreachable(Bench bench) {
    unreachable(bench.fixture());
  }

  private static <C extends Record> void unreachable(SinkFixture<C> fixture) {
    C config =
        fixture
            .unreachable()
            .orElseThrow(() -> Bench.skip("The fixture names no unreachable store"));
    Throwable thrown = catchThrowable(() -> Kit.open(fixture.plugin(), config, 1).close());
    assertThat(thrown).as("what open throws").isInstanceOf(SinkException.class);
    assertThat(((SinkException) thrown).action()).isEqualTo(Action.RETRY);
  }

  private static void contract(Bench bench) {
    assertThat(bench.fixture().plugin().contract()).isEqualTo(SinkPlugin.CONTRACT);
  }
}
