package io.distributary.gateway.verify;

/** What a look at a view says of one name. */
enum Verdict {
  RIGHT,
  /** The view holds a version that is still being written. */
  UNSETTLED,
  /** The log has it, the view holds nothing. */
  MISSING,
  /** The view holds it, the log has nothing. */
  EXTRA,
  /** The view holds an older version than it must. */
  STALE,
  /** The right version with other content, or a version that the log does not have. */
  DIFFERENT
}
