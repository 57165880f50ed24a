/**
 * The event, its codec (CloudEvents 1.0 over Kafka), and the key and partition that give it its
 * place in the stream.
 */
@NullMarked
package io.distributary.schemas.event;

import org.jspecify.annotations.NullMarked;
