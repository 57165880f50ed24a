/**
 * Neo4j Community as an embedded database that listens on Bolt, for a machine without containers.
 */
@NullMarked
package io.distributary.servers.neo4j;

import org.jspecify.annotations.NullMarked;
