/**
 * The views of this gateway. Each {@link io.distributary.gateway.view.View} is one object that owns
 * its plan and what this gateway keeps of its revisions.
 */
@NullMarked
package io.distributary.gateway.view;

import org.jspecify.annotations.NullMarked;
