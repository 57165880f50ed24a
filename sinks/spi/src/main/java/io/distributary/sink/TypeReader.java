package io.distributary.sink;

/** Reads all that a view holds of one resource type. */
public interface TypeReader {
  /**
   * Hands over every live resource of the type, current version, in any order, each once, without
   * holding them in memory. What is written meanwhile is handed over, or not, or in its older
   * version; what was there all the time is not left out. What somebody else put there is passed
   * over: one entry that cannot be read hides no other.
   *
   * @param type one that the view never saw has nothing
   * @param visitor called on the calling thread
   */
  void type(String type, ReadContext context, Visitor<StoredResource> visitor) throws SinkException;
}
