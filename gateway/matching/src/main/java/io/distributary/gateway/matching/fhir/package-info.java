/** FHIR R4 Patients as records that can be compared. */
@NullMarked
package io.distributary.gateway.matching.fhir;

import org.jspecify.annotations.NullMarked;
