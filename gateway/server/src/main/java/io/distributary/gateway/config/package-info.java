/**
 * The configuration as records, bound from YAML and the environment, with everything that is wrong
 * said at once.
 */
@NullMarked
package io.distributary.gateway.config;

import org.jspecify.annotations.NullMarked;
