/** Made-up people with the errors that real records have, and the truth about them. */
@NullMarked
package io.distributary.people;

import org.jspecify.annotations.NullMarked;
