package io.distributary.gateway.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /views/{view}}: the fields of the view, and one more. Whoever does not want that reads
 * a {@link ViewJson}.
 *
 * @param example a native query that makes sense on any data, as text; null while there is none to
 *     show
 */
public record OneViewJson(@JsonUnwrapped ViewJson view, @Nullable String example)
    implements ControlDocument {}
