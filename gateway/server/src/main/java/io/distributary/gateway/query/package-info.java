/** Reading: {@code Views} is the one choke point of every read of a view. */
@NullMarked
package io.distributary.gateway.query;

import org.jspecify.annotations.NullMarked;
