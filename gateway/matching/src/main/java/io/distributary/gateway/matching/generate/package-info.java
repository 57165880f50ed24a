/** Made-up people with the errors that real records have, and the truth about them. */
@NullMarked
package io.distributary.gateway.matching.generate;

import org.jspecify.annotations.NullMarked;
