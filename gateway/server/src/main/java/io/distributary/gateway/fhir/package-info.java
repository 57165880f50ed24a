/**
 * FHIR as it goes over the wire: resources with what the server adds to {@code meta}, Bundles read
 * and written piece by piece, outcomes, and the statement of what this server can do.
 */
@NullMarked
package io.distributary.gateway.fhir;

import org.jspecify.annotations.NullMarked;
