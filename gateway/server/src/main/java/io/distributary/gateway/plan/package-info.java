/**
 * What all gateways agree on about each view: its revisions, the live one, and whether it rests.
 */
@NullMarked
package io.distributary.gateway.plan;

import org.jspecify.annotations.NullMarked;
