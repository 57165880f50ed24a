package io.distributary.sink;

import java.util.Collection;
import java.util.Map;

/** What keeps a view honest. */
public interface Maintenance {
  /**
   * How many live resources the store holds now, asked of the store; what is written but not yet
   * visible is made visible first.
   */
  long count(ReadContext context) throws SinkException;

  /**
   * Hands over everything the view holds, tombstones included, in any order; a resource once, at
   * its current version. What somebody else put there is handed over too, as unreadable if need be;
   * one entry that cannot be read hides no other.
   *
   * @param visitor called on the calling thread
   */
  void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException;

  /**
   * The same entries for some names, as they are now; what the view does not hold is left out.
   *
   * @param names at most 1,000 of them
   */
  Map<String, ViewEntry> find(Collection<String> names, ReadContext context) throws SinkException;

  /**
   * Removes this revision from the store. Repeatable. This sink is not used afterwards; a write of
   * another gateway's must not make the revision anew.
   */
  void drop() throws SinkException;
}
