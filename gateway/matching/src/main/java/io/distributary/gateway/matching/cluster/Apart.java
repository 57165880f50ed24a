package io.distributary.gateway.matching.cluster;

/** Which two records are never one person's, whatever the evidence. */
public interface Apart {
  /** Nobody is kept apart. */
  Apart NOBODY = (a, b) -> false;

  /** Of two different records. */
  boolean test(int a, int b);
}
