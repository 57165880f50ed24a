/**
 * MongoDB: a real {@code mongod} when the machine has one, else a stand-in that speaks the wire
 * protocol and keeps its data in an H2 store.
 *
 * <p>The stand-in is not MongoDB. It accepts and ignores or refuses TTL indexes, validators,
 * collations, transactions, text and geo indexes, update pipelines and more; its secondary indexes
 * are listed and never used. What it answered is on disk: a write that was acknowledged survives
 * kill -9. What was made here: the store's maps have data types (documents as BSON, keys as
 * strings, instead of Java serialisation), and a unique index also serves filters that pin more
 * than its keys. Reads are made here altogether ({@code Reads}): they hold no lock, end with their
 * time or their client, and hold no more memory than a query may.
 *
 * <p>More than 20 files: the stand-in is one program; what bounds its queries reaches into the
 * library that it is made of.
 */
@NullMarked
package io.distributary.servers.mongodb;

import org.jspecify.annotations.NullMarked;
