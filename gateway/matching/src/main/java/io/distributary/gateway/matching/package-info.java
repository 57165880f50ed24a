/**
 * Record linkage: who is this patient? Finds the records of one human being among many, in a batch
 * or one by one as they come, and says why. No input and output; of FHIR knows {@code fhir} alone.
 * See {@code docs/matching.md}.
 */
@NullMarked
package io.distributary.gateway.matching;

import org.jspecify.annotations.NullMarked;
