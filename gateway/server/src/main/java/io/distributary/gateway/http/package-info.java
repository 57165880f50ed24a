/**
 * The routes, by concern, and what guards them: limits, host and origin, errors that say what to do
 * and nothing of a patient. Everything that blocks happens elsewhere.
 *
 * <p>More than 20 files: a class of routes for each concern, with what guards and renders all of
 * them; every route is package-private.
 */
@NullMarked
package io.distributary.gateway.http;

import org.jspecify.annotations.NullMarked;
