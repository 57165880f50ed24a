package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.block.BlockIndex;
import io.distributary.gateway.matching.model.Explanation;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Records that come, change and go one by one, and the persons among them, at any moment about
 * those that a batch would find: a record that comes has the persons that it touches clustered
 * anew, as a batch does it. May be used by several threads.
 */
public final class Population {
  /** So many records around a newcomer are clustered anew. */
  private static final int AROUND = 60;

  private final Vocabulary vocabulary = new Vocabulary();
  private final Weights weights;
  private final LiveFrequencies frequencies;
  private final Model model;
  private final BlockIndex index = new BlockIndex(this::row);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Integer> free = new ArrayList<>();
  private @Nullable Entry[] entries = new Entry[1 << 10];
  private int used;

  /** Of records, inside persons. */
  private double pairsWithin;

  /** A record that is there. */
  private static final class Entry {
    private final String id;
    private final @Nullable Term[] row;
    private final Neighbours neighbours = new Neighbours();
    private int[] person;

    /** A bit for each field whose value it counted. */
    private int counted;

    Entry(String id, @Nullable Term[] row, int number) {
      this.id = id;
      this.row = row;
      this.person = new int[] {number};
    }
  }

  /**
   * A record that may be the same person's.
   *
   * @param id of the record
   * @param explanation why
   * @param twins whether the two look like twins
   */
  public record Candidate(String id, Explanation explanation, boolean twins) {}

  private record Scored(int number, double logOdds) {}

  /**
   * @param model what is known beforehand; the values of those who come are counted on top
   */
  public Population(Model model) {
    this.model = model;
    this.frequencies = new LiveFrequencies(model.parameters().m(), model);
    this.weights = new Weights(model.parameters(), frequencies, model.aliases(vocabulary));
  }

  private Priors priors() {
    return model.priors(numbers.size(), pairsWithin);
  }

  private Entry entry(int number) {
    Entry entry = entries[number];
    if (entry == null) {
      throw new IllegalStateException("No record " + number);
    }
    return entry;
  }

  private @Nullable Term[] row(int number) {
    return entry(number).row;
  }

  /** How many records are there. */
  public int size() {
    lock.readLock().lock();
    try {
      return numbers.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Registers a record, or replaces the one of that id. */
  public void put(String id, Features features) {
    lock.writeLock().lock();
    try {
      take(id);
      register(id, vocabulary.add(features));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Removes a record, if it is there. */
  public void remove(String id) {
    lock.writeLock().lock();
    try {
      take(id);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * The records that are the most probable to be the same person's as one that is not there, the
   * best first.
   *
   * @param features of the record that is looked up
   * @param count how many at most
   */
  public List<Candidate> lookUp(Features features, int count) {
    lock.readLock().lock();
    try {
      @Nullable Term[] row = vocabulary.lookUp(features);
      Scorer scorer = new Scorer(weights);
      Priors priors = priors();
      return Arrays.stream(index.candidates(row))
          .mapToObj(number -> new Scored(number, logOdds(row, row(number), scorer, priors)))
          .sorted(
              Comparator.comparingDouble(Scored::logOdds)
                  .reversed()
                  .thenComparing(scored -> entry(scored.number()).id))
          .limit(count)
          .map(scored -> candidate(scored.number(), row, scorer, priors))
          .toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Candidate candidate(int number, @Nullable Term[] row, Scorer scorer, Priors priors) {
    scorer.score(row, row(number));
    return new Candidate(
        entry(number).id, scorer.explain(priors), Twins.areTwins(scorer.comparison()));
  }

  private static double logOdds(
      @Nullable Term[] a, @Nullable Term[] b, Scorer scorer, Priors priors) {
    scorer.score(a, b);
    return priors.logOdds(scorer.same(), scorer.related());
  }

  /** The ids of the records of the same person, itself among them; empty when it is not there. */
  public Set<String> personOf(String id) {
    lock.readLock().lock();
    try {
      Integer number = numbers.get(id);
      Set<String> ids = new LinkedHashSet<>();
      if (number != null) {
        for (int member : entry(number).person) {
          ids.add(entry(member).id);
        }
      }
      return ids;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void register(String id, @Nullable Term[] row) {
    int number = free.isEmpty() ? used++ : free.remove(free.size() - 1);
    if (number == entries.length) {
      entries = Arrays.copyOf(entries, number + (number >> 1));
    }
    Entry entry = new Entry(id, row, number);
    connect(number, entry);
    entries[number] = entry;
    numbers.put(id, number);
    index.add(number);
    countValues(entry);
    if (entry.neighbours.size() > 0) {
      cluster(around(number));
    }
  }

  private void connect(int number, Entry entry) {
    Scorer scorer = new Scorer(weights);
    Priors priors = priors();
    for (int other : index.candidates(entry.row)) {
      double odds = logOdds(entry.row, row(other), scorer, priors);
      if (odds > Edges.WEAKEST) {
        entry.neighbours.add(other, odds);
        entry(other).neighbours.add(number, odds);
      }
    }
  }

  /**
   * A person counts once for each value, about: what a likely other record of it counts, it does
   * not.
   */
  private void countValues(Entry entry) {
    for (int field = 0; field < Field.COUNT; field++) {
      Term value = entry.row[field];
      if (value != null && !isCounted(entry.neighbours, field, value)) {
        frequencies.count(Field.at(field), value, 1);
        entry.counted |= 1 << field;
      }
    }
  }

  private boolean isCounted(Neighbours neighbours, int field, Term value) {
    for (int i = 0; i < neighbours.size() && neighbours.logOdds(i) > 0; i++) {
      if (entry(neighbours.record(i)).row[field] == value) {
        return true;
      }
    }
    return false;
  }

  private void uncountValues(Entry entry) {
    for (int field = 0; field < Field.COUNT; field++) {
      if ((entry.counted & 1 << field) != 0) {
        frequencies.count(Field.at(field), entry.row[field], -1);
      }
    }
  }

  private void take(String id) {
    Integer number = numbers.remove(id);
    if (number == null) {
      return;
    }
    Entry entry = entry(number);
    index.remove(number);
    uncountValues(entry);
    for (int i = 0; i < entry.neighbours.size(); i++) {
      entry(entry.neighbours.record(i)).neighbours.remove(number);
    }
    int[] others = Arrays.stream(entry.person).filter(member -> member != number).toArray();
    pairsWithin -= others.length;
    entries[number] = null;
    free.add(number);
    for (int other : others) {
      entry(other).person = others;
    }
    if (others.length > 0) {
      cluster(others);
    }
  }

  /** The records of its person and of the persons that it has edges to, the nearest first. */
  private int[] around(int number) {
    Set<Integer> around = new LinkedHashSet<>();
    add(entry(number).person, around);
    Neighbours neighbours = entry(number).neighbours;
    for (int i = 0; i < neighbours.size(); i++) {
      int[] person = entry(neighbours.record(i)).person;
      if (around.size() + person.length <= AROUND) {
        add(person, around);
      }
    }
    return around.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private static void add(int[] person, Set<Integer> around) {
    for (int member : person) {
      around.add(member);
    }
  }

  /**
   * Finds the persons among records anew, of which each person is either whole or not there.
   *
   * @param records ascending
   */
  private void cluster(int[] records) {
    LocalEdges edges = new LocalEdges(records);
    PersonScore score = new PersonScore(place -> row(records[place]), weights, priors());
    Apart twins = new Twins(this::row);
    int[] persons =
        new Component(records, edges.firsts, edges.seconds, edges.logOdds, score, twins).persons();
    Map<Integer, List<Integer>> members = new HashMap<>();
    for (int place = 0; place < records.length; place++) {
      members.computeIfAbsent(persons[place], p -> new ArrayList<>()).add(records[place]);
    }
    pairsWithin -= pairsWithin(records);
    for (List<Integer> person : members.values()) {
      int[] whole = person.stream().mapToInt(Integer::intValue).toArray();
      person.forEach(member -> entry(member).person = whole);
    }
    pairsWithin += pairsWithin(records);
  }

  /** Of whole persons. */
  private double pairsWithin(int[] records) {
    double twice = 0;
    for (int record : records) {
      twice += entry(record).person.length - 1;
    }
    return twice / 2;
  }

  /** The stored edges among some records, the strongest first. */
  private final class LocalEdges {
    private final int[] firsts;
    private final int[] seconds;
    private final double[] logOdds;

    LocalEdges(int[] records) {
      List<double[]> found = new ArrayList<>();
      for (int place = 0; place < records.length; place++) {
        Neighbours neighbours = entry(records[place]).neighbours;
        for (int i = 0; i < neighbours.size(); i++) {
          int other = Arrays.binarySearch(records, neighbours.record(i));
          if (other > place) {
            found.add(new double[] {neighbours.logOdds(i), place, other});
          }
        }
      }
      found.sort(Comparator.comparingDouble(edge -> -edge[0]));
      firsts = found.stream().mapToInt(edge -> (int) edge[1]).toArray();
      seconds = found.stream().mapToInt(edge -> (int) edge[2]).toArray();
      logOdds = found.stream().mapToDouble(edge -> edge[0]).toArray();
    }
  }
}
