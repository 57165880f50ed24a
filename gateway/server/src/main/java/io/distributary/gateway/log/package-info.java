/**
 * The log of all events and the topics of its companions, dead letters and control. The only
 * package that knows Kafka.
 */
@NullMarked
package io.distributary.gateway.log;

import org.jspecify.annotations.NullMarked;
