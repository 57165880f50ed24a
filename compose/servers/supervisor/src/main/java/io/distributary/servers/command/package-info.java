/**
 * The commands that run a whole stack on one machine: {@code up}, {@code down} and {@code logs}.
 *
 * <p>{@link io.distributary.servers.command.Supervisor} is the loop that starts the five servers
 * and the gateway, and starts again what dies. What is running stands in {@code run/up.json} of the
 * data folder ({@link io.distributary.servers.command.UpFile}), which is all that other programs
 * need to know.
 *
 * <p>More than 20 files: a class for each command, on one supervisor that nobody else sees.
 */
@NullMarked
package io.distributary.servers.command;

import org.jspecify.annotations.NullMarked;
