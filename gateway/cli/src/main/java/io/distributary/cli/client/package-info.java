/** Finds a running gateway and speaks to it. */
@NullMarked
package io.distributary.cli.client;

import org.jspecify.annotations.NullMarked;
