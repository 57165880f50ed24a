package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.block.Blocking;
import io.distributary.gateway.matching.model.Learned;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Part;
import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.model.Trainer;
import io.distributary.gateway.matching.model.Weights;
import io.distributary.gateway.matching.record.Records;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Links a set of records: blocks, learns, scores, clusters, and again with what the persons found
 * have taught, until hardly anything changes.
 */
public final class BatchLinkage {
  private static final int ROUNDS = 4;
  private static final double SETTLED = 0.005;
  private static final int SAMPLED_PAIRS = 20_000;

  /** From here on, only pairs that were not hopeless in the first round are scored again. */
  private static final int MANY_PAIRS = 2_000_000;

  private final Records records;
  private final Blocking.Eligible eligible;
  private final Apart apart;
  private final Set<Part> parts;
  private final Progress progress;

  /** Is told what has been done. */
  public interface Progress {
    /** A step is over; in words, with numbers and without patient data. */
    void done(String step);
  }

  /**
   * What was found.
   *
   * @param persons by record, the lowest record of the same person
   * @param edges pairs that were scored
   * @param logOdds by edge, that its two records alone are one person's
   */
  public record Linked(
      int[] persons,
      Edges edges,
      double[] logOdds,
      Learned learned,
      Priors priors,
      Blocking.Found blocking) {}

  /**
   * With all parts of the method.
   *
   * @param eligible which pairs are compared: {@code (a, b) -> true} for any two
   * @param apart which records are never one person's; {@link Apart#twins} for people
   */
  public BatchLinkage(Records records, Blocking.Eligible eligible, Apart apart, Progress progress) {
    this(records, eligible, apart, EnumSet.allOf(Part.class), progress);
  }

  /**
   * @param eligible which pairs are compared
   * @param apart which records are never one person's
   * @param parts of the method that are used
   */
  public BatchLinkage(
      Records records,
      Blocking.Eligible eligible,
      Apart apart,
      Set<Part> parts,
      Progress progress) {
    this.records = records;
    this.eligible = eligible;
    this.apart = apart;
    this.parts = parts;
    this.progress = progress;
  }

  /** Links them, and learns from them. */
  public Linked link() {
    Blocking.Found blocking = block();
    Trainer trainer = new Trainer(records, parts);
    Learned learned = trainer.begin(blocking.samples());
    progress.done("learned from blocks");
    return cluster(blocking, trainer, learned, parts.contains(Part.ROUNDS) ? ROUNDS : 1);
  }

  /** Links them by what a model has learned elsewhere. */
  public Linked link(Model model) {
    Trainer trainer = new Trainer(records, parts);
    return cluster(block(), trainer, trainer.with(model), 1);
  }

  private Blocking.Found block() {
    Blocking.Found blocking = new Blocking(records.rows(), eligible, SAMPLED_PAIRS).find();
    progress.done(
        "%,d pairs to compare; blocks of at most %,d records"
            .formatted(blocking.pairs().length, blocking.bound()));
    return blocking;
  }

  private Linked cluster(Blocking.Found blocking, Trainer trainer, Learned begin, int rounds) {
    Learned learned = begin;
    Weights weights = learned.weights();
    Edges edges = Edges.score(blocking.pairs(), records, records.count(), weights);
    Priors priors = used(new PriorFit(edges, records.count()).fit(PriorFit.begin(records.count())));
    progress.done(
        "%,d pairs scored, %,d of them kept".formatted(blocking.pairs().length, edges.size()));
    double before = 0;
    for (int round = 1; ; round++) {
      Clustering clustering = new Clustering(edges, priors, records.count());
      int[] persons =
          parts.contains(Part.PERSONS)
              ? clustering.persons(records, weights, apart)
              : clustering.chains();
      int[][] members = members(persons);
      double within = pairsWithin(members);
      progress.done("round %d: %,d persons".formatted(round, members.length));
      boolean settled = round > 1 && Math.abs(within - before) <= SETTLED * within + 1;
      if (settled || round == rounds) {
        return new Linked(persons, edges, clustering.logOdds(), learned, priors, blocking);
      }
      before = within;
      learned = trainer.again(persons, members);
      weights = learned.weights();
      long[] pairs = blocking.pairs().length > MANY_PAIRS ? edges.pairs() : blocking.pairs();
      edges = Edges.score(pairs, records, records.count(), weights);
      double matches = Math.max(1, within) / Priors.pairs(records.count());
      priors =
          used(
              new PriorFit(edges, records.count())
                  .fitRelatives(new Priors(matches, priors.relatives())));
    }
  }

  private Priors used(Priors priors) {
    return parts.contains(Part.RELATIVES) ? priors : new Priors(priors.matches(), 0);
  }

  /** The records of each person. */
  private static int[][] members(int[] persons) {
    int[] sizes = new int[persons.length];
    for (int person : persons) {
      sizes[person]++;
    }
    int[][] members = new int[persons.length][];
    int found = 0;
    int[] places = new int[persons.length];
    int[] next = new int[persons.length];
    for (int record = 0; record < persons.length; record++) {
      int person = persons[record];
      if (next[person] == 0) {
        places[person] = found;
        members[found++] = new int[sizes[person]];
      }
      members[places[person]][next[person]++] = record;
    }
    return Arrays.copyOf(members, found);
  }

  private static double pairsWithin(int[][] members) {
    double pairs = 0;
    for (int[] person : members) {
      pairs += person.length * (person.length - 1.0) / 2;
    }
    return pairs;
  }
}
