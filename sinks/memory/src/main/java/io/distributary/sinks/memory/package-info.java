/**
 * The reference sink: keeps a view in this JVM's memory, does exactly what the contract says, and
 * is the fake that the gateway's tests use. Two opens of one namespace share their content, and
 * content outlives {@code close}, as if a server held it.
 */
@NullMarked
package io.distributary.sinks.memory;

import org.jspecify.annotations.NullMarked;
