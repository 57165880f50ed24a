/**
 * Starts servers, and whatever else is to run beside them, as child processes that never outlive
 * the process that started them.
 *
 * <p>{@link io.distributary.servers.ServerKind} knows the five servers of the stack, {@link
 * io.distributary.servers.ServerLaunch} is anything that can be started, {@link
 * io.distributary.servers.ServerProcess} is what runs, and {@link io.distributary.servers.Ports}
 * finds ports. Between this process and the child stands a small shell, the guard ({@code
 * guard.sh}), which ends the child when this process is gone, however it went.
 */
@NullMarked
package io.distributary.servers;

import org.jspecify.annotations.NullMarked;
