/** Which patients somebody may be: the index of patients, and what is answered from it. */
@NullMarked
package io.distributary.gateway.match;

import org.jspecify.annotations.NullMarked;
