/**
 * The log of all events and the topics of its companions, dead letters and control. The only
 * package that knows Kafka.
 *
 * <p>More than 20 files: Kafka's client types stay inside: parts of it could only meet by making
 * them public.
 */
@NullMarked
package io.distributary.gateway.log;

import org.jspecify.annotations.NullMarked;
