/**
 * Linking files of patients: reads them, finds the persons, and writes down what was found and why.
 */
@NullMarked
package io.distributary.cli.link;

import org.jspecify.annotations.NullMarked;
