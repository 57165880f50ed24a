/**
 * What levels are worth: Fellegi and Sunter's weights, learned without labels, and the evidence
 * that they make of a comparison. Weights are natural logarithms.
 */
@NullMarked
package io.distributary.gateway.matching.model;

import org.jspecify.annotations.NullMarked;
