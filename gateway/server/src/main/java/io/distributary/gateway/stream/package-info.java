/**
 * The stream and its two companions, dead letters and control. The only package that knows Kafka.
 */
@NullMarked
package io.distributary.gateway.stream;

import org.jspecify.annotations.NullMarked;
