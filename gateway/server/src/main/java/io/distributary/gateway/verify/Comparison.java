package io.distributary.gateway.verify;

import io.distributary.schemas.Position;

/**
 * How far a comparison of a view with the log is.
 *
 * @param expected what the log says
 * @param folded up to where {@code expected} had the log when the view was scanned
 * @param suspects names that are to be looked at
 * @param wrong names that are known to be wrong, with what was observed under them
 */
record Comparison(Expected expected, Position folded, NameMap suspects, NameMap wrong) {}
