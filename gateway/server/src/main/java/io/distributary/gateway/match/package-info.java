/** Which patients somebody may be: the image of the population, and what is answered from it. */
@NullMarked
package io.distributary.gateway.match;

import org.jspecify.annotations.NullMarked;
