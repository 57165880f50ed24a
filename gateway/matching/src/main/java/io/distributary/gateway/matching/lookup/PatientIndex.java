package io.distributary.gateway.matching.lookup;

import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.record.Features;
import java.util.List;

/**
 * Records that come, change and go one by one, and which of them somebody may be who is described.
 * Persons are not made of them: that takes fifty times as long ({@code cluster.Population}). May be
 * used by several threads.
 */
public final class PatientIndex {
  private final Model model;
  private final Register register;

  /**
   * @param model what is known beforehand; the values of those who come are counted on top
   */
  public PatientIndex(Model model) {
    this.model = model;
    this.register = new Register(model);
  }

  /** How many records are there. */
  public int size() {
    return register.reading(register::size);
  }

  /** Adds a record, or replaces the one of that id. */
  public void put(String id, Features features) {
    register.writing(
        () -> {
          take(id);
          register.count(register.add(id, features), (field, value) -> true);
        });
  }

  /** Removes a record, if it is there. */
  public void remove(String id) {
    register.writing(() -> take(id));
  }

  private void take(String id) {
    register.number(id).ifPresent(register::remove);
  }

  /**
   * The records that are the most probable to be the same person's as one that is not there, the
   * best first.
   *
   * @param features of the record that is looked up
   * @param count how many at most
   */
  public List<Candidate> lookUp(Features features, int count) {
    return register.reading(() -> register.lookUp(features, count, priors()));
  }

  /**
   * The probability that a record which says the very same is the same person's: about the best
   * that a look-up can find.
   */
  public double likeness(Features features) {
    return register.reading(() -> register.likeness(features, priors()));
  }

  private Priors priors() {
    return model.priors(register.size());
  }
}
