/**
 * HBase (master, region server and ZooKeeper in one process, on local files), for a machine without
 * containers.
 */
@NullMarked
package io.distributary.servers.hbase;

import org.jspecify.annotations.NullMarked;
