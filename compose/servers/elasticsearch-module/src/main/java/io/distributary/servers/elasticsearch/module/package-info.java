/**
 * A module for the Elasticsearch server core, with what clients of a stock server take for granted
 * and the core lacks: {@code GET /} and the token filters {@code edge_ngram}, {@code ngram}, {@code
 * asciifolding} and {@code phonetic}, with the names and settings of the stock ones, so that an
 * index that works here works there.
 */
@NullMarked
package io.distributary.servers.elasticsearch.module;

import org.jspecify.annotations.NullMarked;
