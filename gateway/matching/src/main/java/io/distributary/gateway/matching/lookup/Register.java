package io.distributary.gateway.matching.lookup;

import io.distributary.gateway.matching.block.BlockIndex;
import io.distributary.gateway.matching.compare.Twins;
import io.distributary.gateway.matching.model.LiveFrequencies;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.model.Weights;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records that come and go one by one, each with a number while it is there; the index that finds
 * them again, and how common their values are. For several threads, if what they do is done within
 * {@link #reading} and {@link #writing}.
 */
public final class Register {
  private final Vocabulary vocabulary = new Vocabulary();
  private final LiveFrequencies frequencies;
  private final Weights weights;
  private final BlockIndex index = new BlockIndex(this::row);
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Integer> free = new ArrayList<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable Entry[] entries = new Entry[1 << 10];
  private int used;

  /** A record that is there. */
  private static final class Entry {
    private final String id;
    private final @Nullable Term[] row;

    /** A bit for each field whose value it counted. */
    private int counted;

    Entry(String id, @Nullable Term[] row) {
      this.id = id;
      this.row = row;
    }
  }

  /** Which of a record's values are counted. */
  public interface Countable {
    boolean test(int field, Term value);
  }

  private record Scored(int number, double logOdds) {}

  /**
   * @param model what is known beforehand; the values of those who come are counted on top
   */
  public Register(Model model) {
    this.frequencies = new LiveFrequencies(model.parameters().m(), model);
    this.weights = new Weights(model.parameters(), frequencies, model.aliases(vocabulary));
  }

  /** Runs what only reads, beside others that do. */
  public <T> T reading(Supplier<T> work) {
    return within(lock.readLock(), work);
  }

  /** Runs what writes, alone. */
  public void writing(Runnable work) {
    within(
        lock.writeLock(),
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> T within(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** With the values of those who are there. */
  public Weights weights() {
    return weights;
  }

  /** How many records are there. */
  public int size() {
    return numbers.size();
  }

  /** Empty when there is no record of that id. */
  public OptionalInt number(String id) {
    Integer number = numbers.get(id);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Of a record that is there. */
  public String id(int number) {
    return entry(number).id;
  }

  /** Of a record that is there. */
  public @Nullable Term[] row(int number) {
    return entry(number).row;
  }

  private Entry entry(int number) {
    Entry entry = entries[number];
    if (entry == null) {
      throw new IllegalStateException("No record " + number);
    }
    return entry;
  }

  /** Adds a record, of whose id there is none; returns its number, the smallest that is free. */
  public int add(String id, Features features) {
    int number = free.isEmpty() ? used++ : free.remove(free.size() - 1);
    if (number == entries.length) {
      entries = Arrays.copyOf(entries, number + (number >> 1));
    }
    @Nullable Term[] row = vocabulary.add(features);
    vocabulary.keep(row);
    entries[number] = new Entry(id, row);
    numbers.put(id, number);
    index.add(number);
    return number;
  }

  /** Counts a record's values, as a person's. */
  public void count(int number, Countable countable) {
    Entry entry = entry(number);
    for (int field = 0; field < Field.COUNT; field++) {
      Term value = entry.row[field];
      if (value != null && countable.test(field, value)) {
        frequencies.count(Field.at(field), value, 1);
        entry.counted |= 1 << field;
      }
    }
  }

  /** Removes a record that is there, and what it counted. */
  public void remove(int number) {
    Entry entry = entry(number);
    index.remove(number);
    for (int field = 0; field < Field.COUNT; field++) {
      if ((entry.counted & 1 << field) != 0) {
        frequencies.count(Field.at(field), entry.row[field], -1);
      }
    }
    vocabulary.release(entry.row, frequencies::forget);
    numbers.remove(entry.id);
    entries[number] = null;
    free.add(number);
  }

  /** The numbers of the records that share a block with one that is there, itself among them. */
  public int[] around(int number) {
    return index.candidates(row(number));
  }

  /** The records that are the most probable to be the same person's, the best first. */
  public List<Candidate> lookUp(Features features, int count, Priors priors) {
    @Nullable Term[] row = vocabulary.lookUp(features);
    Scorer scorer = new Scorer(weights);
    return Arrays.stream(index.candidates(row))
        .mapToObj(number -> scored(number, row, scorer, priors))
        .sorted(
            Comparator.comparingDouble(Scored::logOdds)
                .reversed()
                .thenComparing(scored -> id(scored.number())))
        .limit(count)
        .map(scored -> candidate(scored.number(), row, scorer, priors))
        .toList();
  }

  private Scored scored(int number, @Nullable Term[] row, Scorer scorer, Priors priors) {
    scorer.score(row, row(number));
    return new Scored(number, priors.logOdds(scorer.same(), scorer.related()));
  }

  private Candidate candidate(int number, @Nullable Term[] row, Scorer scorer, Priors priors) {
    scorer.score(row, row(number));
    return new Candidate(id(number), scorer.explain(priors), Twins.mayBe(scorer.comparison()));
  }

  /** How probable it is that a record is the same person's which says the very same. */
  public double likeness(Features features, Priors priors) {
    @Nullable Term[] row = vocabulary.lookUp(features);
    Scorer scorer = new Scorer(weights);
    scorer.score(row, row);
    return scorer.explain(priors).probability();
  }
}
