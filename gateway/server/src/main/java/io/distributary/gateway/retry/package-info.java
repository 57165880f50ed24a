/**
 * How long to wait before something that has failed is tried again. It is the lowest package: every
 * other one has something that fails, and so has the command line; it knows nobody, no clock, no
 * timer and no thread. Whoever waits brings these and the random numbers. What looks at a fixed
 * period whether something has come about has not failed, and does without.
 */
@NullMarked
package io.distributary.gateway.retry;

import org.jspecify.annotations.NullMarked;
