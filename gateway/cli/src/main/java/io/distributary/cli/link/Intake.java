package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.matching.record.PatientRecord;
import java.nio.file.Path;

/** Takes the records of the files, in their order. */
interface Intake {
  void record(PatientRecord record) throws CommandFailedException;

  /**
   * Something is not as it should be, and the rest goes on.
   *
   * @param what a sentence without patient data
   */
  void note(Path file, String what);
}
