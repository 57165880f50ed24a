/**
 * The graph view in Neo4j: resources as nodes, their literal references as relationships. What lies
 * in the database:
 *
 * <ul>
 *   <li>{@code (:Ref:Resource:Encounter)}: a live resource. Properties {@code ref} (Type/id,
 *       unique) {@code id type key source version updated deleted hash} and, as far as the resource
 *       has them, the texts {@code name status code display date class gender birthDate}.
 *   <li>{@code (:Ref:Stub)}: what a live resource refers to and this view has not seen, or does not
 *       keep; {@code ref} alone. It becomes whole when it is written.
 *   <li>{@code (:Ref:Tombstone)}: a deleted resource: {@code ref key source version updated deleted
 *       hash}, no type label and no outgoing relationships.
 *   <li>one relationship for each distinct (source, element path, target), its type the path, for
 *       example {@code participant_individual}.
 *   <li>{@code (:View)}: which view and revision the database holds. Neo4j Community has one
 *       database, so there is never a second revision beside the first: opening another one stops.
 * </ul>
 *
 * <p>Only live resources carry {@code Resource} and their type, so that {@code MATCH (n:Resource)}
 * and {@code MATCH (p:Patient)} are right by construction, counts included; {@code Ref} is what all
 * three kinds are merged by. Needs Neo4j 5.26 or newer (dynamic labels), nothing installed into it.
 *
 * <p>More than 20 files: a sink is one package, of which its plugin alone is public.
 */
@NullMarked
package io.distributary.sinks.neo4j;

import org.jspecify.annotations.NullMarked;
