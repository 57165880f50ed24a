/**
 * The {@code document} view: a MongoDB collection per resource type, a document per resource, best
 * at the current resource and at cohorts. {@code MongoDocument} is what a document looks like,
 * {@code MongoWriter} guards it by its version, {@code QueryGate} says which native queries are
 * answered.
 *
 * <p>More than 20 files: a sink is one package, of which its plugin alone is public.
 */
@NullMarked
package io.distributary.sinks.mongodb;

import org.jspecify.annotations.NullMarked;
