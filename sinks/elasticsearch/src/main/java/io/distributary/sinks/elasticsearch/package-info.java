/**
 * The {@code search} view in Elasticsearch: one flat document for each resource, with codes, dates,
 * texts, names and identifiers prepared for searching. {@code ElasticsearchProjection} decides what
 * a document holds, {@code mappings.json} how each field is searched, {@code ElasticsearchErrors}
 * what becomes of a failure, {@code ElasticsearchQueryGate} which queries are let through.
 *
 * <p>An index made here works on any Elasticsearch 8, also on one without the analysis and script
 * modules.
 *
 * <p>More than 20 files: a sink is one package, of which its plugin alone is public.
 */
@NullMarked
package io.distributary.sinks.elasticsearch;

import org.jspecify.annotations.NullMarked;
