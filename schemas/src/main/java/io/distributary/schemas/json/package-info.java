/**
 * JSON as trees of JDK types ({@code Map}, {@code List}, {@code String}, {@code Boolean}, {@code
 * null}) and {@link io.distributary.schemas.json.JsonNumber}, read strictly and within limits,
 * written back digit for digit.
 */
@NullMarked
package io.distributary.schemas.json;

import org.jspecify.annotations.NullMarked;
