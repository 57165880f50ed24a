/**
 * Real servers for integration tests: {@link io.distributary.servers.testing.Servers} for those
 * that all tests share, {@link io.distributary.servers.testing.PrivateServer} for one's own, to be
 * killed and frozen, {@link io.distributary.servers.testing.TestNamespace} for names that no other
 * test uses.
 *
 * <p>A shared server is started once, by whoever needs it first, and belongs to a keeper: a small
 * process of its own that ends the server as soon as nobody is left who uses it. Under Maven the
 * user is Maven itself, so that all modules share one stack; else it is the test's JVM. The state
 * is in {@code <root>/target/stack/<server>/}.
 *
 * <p>More than 20 files: a class for each kind of server and of trouble, sharing what starts, keeps
 * and ends processes.
 */
@NullMarked
package io.distributary.servers.testing;

import org.jspecify.annotations.NullMarked;
