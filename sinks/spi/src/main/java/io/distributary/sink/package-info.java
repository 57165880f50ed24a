/**
 * The plugin contract: what a sink implements and what the host promises it. Interfaces and records
 * over types of the JDK and of {@code io.distributary.schemas} only. A plugin sees this package,
 * the schemas and SLF4J from its host, and nothing else; all of its libraries are its own. The
 * conformance kit ({@code sinks/tck}) holds every promise written here as a named rule.
 *
 * <p>What a plugin makes for its host has factories instead of constructors, so that it can get
 * more parts without a change of the plugin.
 *
 * <p>More than 20 files: the contract is one import for whoever writes a sink.
 */
@NullMarked
package io.distributary.sink;

import org.jspecify.annotations.NullMarked;
