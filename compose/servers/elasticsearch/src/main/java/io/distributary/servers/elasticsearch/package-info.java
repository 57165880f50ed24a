/**
 * Elasticsearch from what Maven Central has: the server core, the netty transport, and a module of
 * our own for what is missing. For a machine without containers; not there: scripts, reindexing,
 * analysers of the analysis modules.
 */
@NullMarked
package io.distributary.servers.elasticsearch;

import org.jspecify.annotations.NullMarked;
