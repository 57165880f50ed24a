/**
 * FHIR R4 seen through a JSON tree: the resource, its literal references, its codes and its
 * clinical date.
 */
@NullMarked
package io.distributary.schemas.fhir;

import org.jspecify.annotations.NullMarked;
