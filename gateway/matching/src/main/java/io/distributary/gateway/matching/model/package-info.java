/**
 * What levels are worth: Fellegi and Sunter's weights, learned without labels, and the evidence
 * that they make of a comparison. Weights are natural logarithms.
 *
 * <p>More than 20 files: the comparators and levels of one model, which read each other's values.
 */
@NullMarked
package io.distributary.gateway.matching.model;

import org.jspecify.annotations.NullMarked;
