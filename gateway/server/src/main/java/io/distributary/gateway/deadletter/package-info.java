/** Dead letters: the events that views rejected, as a topic of pointers into the log has them. */
@NullMarked
package io.distributary.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
