package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.files.Documents;
import io.distributary.gateway.matching.fhir.FhirPatient;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The FHIR Patients of an NDJSON file; other resources are skipped, and counted. */
final class NdjsonFile {
  private final Path file;

  NdjsonFile(Path file) {
    this.file = file;
  }

  /**
   * Reads it.
   *
   * @throws CommandFailedException when it is no file that can be read
   */
  void read(Intake intake) throws CommandFailedException, InterruptedException {
    Patients patients = new Patients(intake);
    new Documents(file).visit(patients);
    CommandFailedException failure = patients.failure;
    if (failure != null) {
      throw failure;
    }
    if (patients.others > 0) {
      intake.note(file, "%,d resources are no Patients.".formatted(patients.others));
    }
    if (patients.withoutId > 0) {
      intake.note(file, "%,d Patients have no id, and are left out.".formatted(patients.withoutId));
    }
  }

  private final class Patients implements Documents.Visitor {
    private final Intake intake;
    private long others;
    private long withoutId;
    private @Nullable CommandFailedException failure;

    Patients(Intake intake) {
      this.intake = intake;
    }

    @Override
    public void document(Map<String, @Nullable Object> tree) {
      try {
        if (!"Patient".equals(tree.get("resourceType"))) {
          others++;
        } else if (tree.get("id") instanceof String id) {
          intake.record(FhirPatient.record(id, tree));
        } else {
          withoutId++;
        }
      } catch (CommandFailedException e) {
        failure = failure == null ? e : failure;
      }
    }

    @Override
    public void unreadable(String where, String reason) {
      if (where.isEmpty()) {
        failure = new CommandFailedException(file + ": " + reason + ".");
      } else {
        intake.note(file, where + ": " + reason + ".");
      }
    }
  }
}
