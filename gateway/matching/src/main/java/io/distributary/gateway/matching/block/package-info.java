/**
 * Which records are compared at all: those that share a key of some pass. The work is bounded; no
 * large block is left out silently.
 */
@NullMarked
package io.distributary.gateway.matching.block;

import org.jspecify.annotations.NullMarked;
