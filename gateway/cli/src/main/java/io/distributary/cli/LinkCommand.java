package io.distributary.cli;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.link.Columns;
import io.distributary.cli.link.Linking;
import io.distributary.gateway.matching.model.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "link",
    description = {
      "Finds the records of one person among the patients of files: CSV with a header, or NDJSON of FHIR"
          + " Patients, both also gzip'ed. Needs no gateway, no labels and no settings.",
      "",
      "CSV needs --columns, attribute=column. Attributes: given family fullName middle maiden birthDate"
          + " birthYear birthMonth birthDay gender ssn identifier streetNumber line line2 city state"
          + " postalCode country phone email birthPlace occupation.",
      "",
      "Example: link --input patients.csv --columns given=first_name,family=surname,birthDate=dob"
          + " --output clusters.csv --report report.html",
      ""
    },
    mixinStandardHelpOptions = true)
final class LinkCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "A file of patients; may be repeated.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "dedupe: any two records may be one person's; link: only records of different files are"
              + " compared (default: ${DEFAULT-VALUE}).",
      defaultValue = "dedupe")
  private Linking.Mode mode = Linking.Mode.dedupe;

  @Option(
      names = "--one-to-one",
      description = "With --mode link: a person has at most one record of each file.")
  private boolean oneToOne;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "The column of the record's id (default: the first).")
  private @Nullable String id;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "ATTRIBUTE=COLUMN",
      description = "Which column says what; may be repeated.")
  private List<String> columns = List.of();

  @Option(
      names = "--ignore",
      split = ",",
      paramLabel = "ATTRIBUTE",
      description = "Attributes that are left out.")
  private List<String> ignore = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where rec_id,cluster_id goes.")
  private @Nullable Path output;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "Where the pairs that were compared and are not hopeless go, with explanations.")
  private @Nullable Path pairs;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Judge by this model, instead of learning from the files; common: the one that ships, for"
              + " files of a few hundred records.")
  private @Nullable Path model;

  @Option(
      names = "--save-model",
      paramLabel = "FILE",
      description = "Where what was learned goes; it knows only values that ten persons share.")
  private @Nullable Path saveModel;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where a page with pictures goes: weights, scores, examples, sizes.")
  private @Nullable Path report;

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "PART",
      description =
          "Leaves parts of the method out, to see what they bring: ${COMPLETION-CANDIDATES}.")
  private Set<Part> without = Set.of();

  @Override
  public Integer call() throws CommandFailedException, IOException, InterruptedException {
    Path clusters = output;
    if (clusters == null) {
      throw new IllegalStateException("picocli lets no call pass without --output");
    }
    new Linking(
            new Linking.Plan(
                inputs,
                mode,
                oneToOne,
                Columns.of(id, columns, ignore),
                model,
                parts(),
                clusters,
                pairs,
                saveModel,
                report),
            System.err)
        .run();
    return 0;
  }

  private Set<Part> parts() {
    Set<Part> parts = EnumSet.allOf(Part.class);
    parts.removeAll(without);
    return parts;
  }
}
