/**
 * Persons: which records are one human being's. A record is held against a person as a whole, not
 * against its nearest record, so that persons do not grow together along a chain.
 */
@NullMarked
package io.distributary.gateway.matching.cluster;

import org.jspecify.annotations.NullMarked;
