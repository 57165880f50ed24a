package io.distributary.sink;

import java.util.List;

/** Makes a view hold what is right, whatever it holds and whatever the version guard would say. */
@FunctionalInterface
public interface SinkRepair<P> {
  /**
   * Makes the view hold what is right under some names: where content was altered under the same
   * version, a version is too high, or a deletion hides what is written after it. Where the view no
   * longer holds what was found, somebody wrote meanwhile: nothing is changed and the outcome is
   * {@link Outcome#STALE}. A write of a version above what was found is never undone. Up to what
   * was found nothing stays but what is right: where history is kept, every right version and no
   * other; where nothing is right, nothing, as if it had never been written. So a late write below
   * a version that is too high may go with it; the next verification finds that. Durable, and
   * readable by its id, when it returns; may be much slower than a write.
   *
   * @param corrections at most 1,000, each name once
   * @return one outcome for each, in their order
   * @throws SinkException when nothing is known of all of them; repairing again is harmless
   */
  WriteResult repair(List<Correction<P>> corrections) throws SinkException;
}
