/**
 * The routes, by concern, and what guards them: limits, host and origin, errors that say what to do
 * and nothing of a patient. Everything that blocks happens elsewhere.
 */
@NullMarked
package io.distributary.gateway.http;

import org.jspecify.annotations.NullMarked;
