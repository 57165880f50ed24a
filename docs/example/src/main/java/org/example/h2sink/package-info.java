/**
 * A view in H2: one table that holds every version of every resource. The current state of a
 * resource is its greatest version.
 */
@NullMarked
package org.example.h2sink;

import org.jspecify.annotations.NullMarked;
