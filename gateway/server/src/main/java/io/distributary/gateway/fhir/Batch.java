package io.distributary.gateway.fhir;

import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.gateway.write.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch Bundle, read and checked.
 *
 * @param steps one for each entry, in the order of the Bundle
 */
public record Batch(List<BatchStep> steps) {
  /**
   * Reads and checks a batch Bundle.
   *
   * @param source the CloudEvents source of its events
   * @throws RejectedWriteException when nothing of it can be done
   */
  public static Batch read(byte[] json, String source) throws RejectedWriteException {
    List<BatchStep> steps = new ArrayList<>();
    for (BatchEntry entry : BatchReader.read(json)) {
      try {
        steps.add(entry.step(source));
      } catch (RejectedWriteException e) {
        steps.add(new BatchStep.Rejected(e.refusal()));
      }
    }
    return new Batch(steps);
  }

  /** What is written, in the order of the Bundle. */
  public List<Write> writes() {
    return steps.stream()
        .filter(BatchStep.Writing.class::isInstance)
        .map(step -> ((BatchStep.Writing) step).write())
        .toList();
  }

  /** What is read, in the order of the Bundle. */
  public List<BatchStep.Reading> readings() {
    return steps.stream()
        .filter(BatchStep.Reading.class::isInstance)
        .map(BatchStep.Reading.class::cast)
        .toList();
  }
}
