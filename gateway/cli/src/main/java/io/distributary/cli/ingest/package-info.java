/**
 * Sends files of FHIR resources to a gateway: {@link io.distributary.cli.ingest.Ingest} reads them
 * twice, first for the names that references use, then for what is sent.
 */
@NullMarked
package io.distributary.cli.ingest;

import org.jspecify.annotations.NullMarked;
