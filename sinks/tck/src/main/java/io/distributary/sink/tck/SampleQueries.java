package io.distributary.sink.tck;

import io.distributary.schemas.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Queries in a store's own language, as the JSON that a caller sends.
 *
 * @param byId a query that gives one row for a live resource, none for a deleted or unseen one;
 *     where the view holds decimals, the row shows them
 * @param ofType a query that gives a row for every live resource of a type, without a limit of its
 *     own
 * @param attacks queries that would do more than read: write, drop, run scripts, read files, list
 *     users, leave the view. All must be refused with {@link
 *     io.distributary.sink.InvalidQueryException}
 * @param nonsense malformed queries: unknown fields, wrong types, broken syntax. Likewise. The kit
 *     adds the empty object
 * @param slow a query that would take longer than a second; empty when the language knows none
 */
public record SampleQueries(
    Function<ResourceId, String> byId,
    Function<String, String> ofType,
    List<String> attacks,
    List<String> nonsense,
    Optional<String> slow) {}
