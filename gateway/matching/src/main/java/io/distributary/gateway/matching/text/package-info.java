/**
 * Texts as they are compared: normalised, by their sound, by their distance. Knows nothing of
 * records.
 */
@NullMarked
package io.distributary.gateway.matching.text;

import org.jspecify.annotations.NullMarked;
