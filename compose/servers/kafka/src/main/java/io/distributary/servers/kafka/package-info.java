/** A Kafka broker and controller in one process (KRaft), for a machine without containers. */
@NullMarked
package io.distributary.servers.kafka;

import org.jspecify.annotations.NullMarked;
