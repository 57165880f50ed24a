/**
 * The conformance kit: every promise of the plugin contract as a named rule, to be run by whoever
 * writes a sink.
 *
 * <p>Take {@code io.distributary:sink-tck} in test scope and write a fixture and a test:
 *
 * <pre>{@code
 * class RedisFixture implements SinkFixture<RedisConfig> {
 *   public SinkPlugin<RedisConfig> plugin() { return new RedisPlugin(); }
 *   public RedisConfig config(String namespace) { return new RedisConfig(Servers.redis(), namespace); }
 *   public Optional<RedisConfig> unreachable() { return Optional.of(new RedisConfig(CLOSED_PORT, "x")); }
 * }
 *
 * class RedisConformanceIT extends SinkConformance {
 *   protected SinkFixture<?> fixture() { return new RedisFixture(); }
 * }
 * }</pre>
 *
 * <p>Rules run for the abilities that the sink's {@code readers()} offer; those of other abilities
 * are reported as skipped, with the reason. A sink that answers native queries brings {@link
 * io.distributary.sink.tck.SampleQueries}, too. Run some rules with {@code -Dtck.rules=older.*},
 * other data with {@code -Dtck.seed=7}; every failure names its seed.
 *
 * <p>A {@link io.distributary.sink.tck.Rule} is a value, a {@link
 * io.distributary.sink.tck.RuleGroup} a list of them, a {@link io.distributary.sink.tck.Kit} runs
 * them against a {@link io.distributary.sink.tck.SinkFixture} and gives a {@link
 * io.distributary.sink.tck.Report}; {@link io.distributary.sink.tck.SinkConformance} is its JUnit
 * face.
 *
 * <p>More than 20 files: a class for each theme of rules, on one bench that nobody else sees.
 */
@NullMarked
package io.distributary.sink.tck;

import org.jspecify.annotations.NullMarked;
