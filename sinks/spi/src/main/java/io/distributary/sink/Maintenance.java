package io.distributary.sink;

/** What keeps a view honest. */
public interface Maintenance {
  /**
   * How many live resources the store holds now, asked of the store; what is written but not yet
   * visible is made visible first.
   */
  long count(ReadContext context) throws SinkException;

  /**
   * Hands over everything the view holds, tombstones included, in any order; a resource once, at
   * its current version.
   *
   * @param visitor called on the calling thread
   */
  void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException;

  /**
   * Removes this revision from the store. Repeatable. This sink is not used afterwards; a write of
   * another gateway's must not make the revision anew.
   */
  void drop() throws SinkException;
}
