/** Files of JSON, as people have them. */
@NullMarked
package io.distributary.cli.files;

import org.jspecify.annotations.NullMarked;
