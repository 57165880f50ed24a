/**
 * Records of patients as they are compared: attributes as they come, normalised into fields, whose
 * values are terms of a vocabulary.
 */
@NullMarked
package io.distributary.gateway.matching.record;

import org.jspecify.annotations.NullMarked;
