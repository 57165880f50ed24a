package io.distributary.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store's own query language, read-only and bounded. */
public interface NativeQuery {
  /**
   * Answers a query. Tombstones and stubs are hidden; numbers keep their digits. A sink whose store
   * has a default limit documents it; no other limit is put in silently.
   *
   * @param query the request's JSON object, see {@link
   *     io.distributary.schemas.json.Json#parseObject} for the types in it
   * @throws InvalidQueryException when the query is malformed or could do anything but read
   */
  QueryResult query(Map<String, @Nullable Object> query, ReadContext context) throws SinkException;

  /** A query that makes sense on any data, as JSON; people start from it. */
  String example();
}
