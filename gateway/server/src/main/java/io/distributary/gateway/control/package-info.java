/**
 * What the gateway's own routes answer in JSON, outside FHIR and native queries: one immutable
 * record for each document, which the routes write and the command line reads. (Not what the
 * control topic holds: that is a plan.)
 *
 * <p>A field's name and place are its component's. Documents only gain fields, since an older
 * command line may ask a newer gateway and the other way round: a field that is not known is
 * ignored, one that is not there is null, 0, false, an empty list or an empty message. Closed sets,
 * states and phases, are texts here, as a newer gateway may have one more. Moments are texts of ISO
 * 8601.
 */
@NullMarked
package io.distributary.gateway.control;

import org.jspecify.annotations.NullMarked;
