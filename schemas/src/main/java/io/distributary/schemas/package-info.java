/**
 * The small values that everything is keyed by, and the reasons why something is refused. Below it,
 * each allowed to import only those before it: {@code json}, {@code fhir}, {@code event}. Nothing
 * in this module does I/O, and no type of a JSON library stands in a signature, so that plugins
 * with libraries of their own can share these classes.
 */
@NullMarked
package io.distributary.schemas;

import org.jspecify.annotations.NullMarked;
