package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.lookup.Register;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records that come, change and go one by one, and the persons among them, at any moment about
 * those that a batch would find: a record that comes has the persons that it touches clustered
 * anew, as a batch does it. May be used by several threads.
 */
public final class Population {
  /** So many records around a newcomer are clustered anew. */
  private static final int AROUND = 60;

  private final Model model;
  private final Register register;
  private @Nullable Place[] places = new Place[1 << 10];

  /** Of records, inside persons. */
  private double pairsWithin;

  /** Where a record stands among the others. */
  private static final class Place {
    private final Neighbours neighbours = new Neighbours();
    private int[] person;

    Place(int number) {
      this.person = new int[] {number};
    }
  }

  /**
   * @param model what is known beforehand; the values of those who come are counted on top
   */
  public Population(Model model) {
    this.model = model;
    this.register = new Register(model);
  }

  private Priors priors() {
    return model.priors(register.size(), pairsWithin);
  }

  private Place place(int number) {
    Place place = places[number];
    if (place == null) {
      throw new IllegalStateException("No record " + number);
    }
    return place;
  }

  /** How many records are there. */
  public int size() {
    return register.reading(register::size);
  }

  /** Registers a record, or replaces the one of that id. */
  public void put(String id, Features features) {
    register.writing(
        () -> {
          take(id);
          register(id, features);
        });
  }

  /** Removes a record, if it is there. */
  public void remove(String id) {
    register.writing(() -> take(id));
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

  /** The ids of the records of the same person, itself among them; empty when it is not there. */
  public Set<String> personOf(String id) {
    return register.reading(
        () ->
            register.number(id).stream()
                .flatMap(number -> Arrays.stream(place(number).person))
                .mapToObj(register::id)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private void register(String id, Features features) {
    int number = register.add(id, features);
    if (number >= places.length) {
      places = Arrays.copyOf(places, number + (number >> 1));
    }
    Place place = new Place(number);
    places[number] = place;
    connect(number, place.neighbours);
    register.count(number, (field, value) -> !isCounted(place.neighbours, field, value));
    if (place.neighbours.size() > 0) {
      cluster(around(number));
    }
  }

  private void connect(int number, Neighbours neighbours) {
    Scorer scorer = new Scorer(register.weights());
    Priors priors = priors();
    for (int other : register.around(number)) {
      if (other != number) {
        scorer.score(register.row(number), register.row(other));
        double odds = priors.logOdds(scorer.same(), scorer.related());
        if (odds > Edges.WEAKEST) {
          neighbours.add(other, odds);
          place(other).neighbours.add(number, odds);
        }
      }
    }
  }

  /**
   * A person counts once for each value, about: what a likely other record of it counts, it does
   * not.
   */
  private boolean isCounted(Neighbours neighbours, int field, Term value) {
    for (int i = 0; i < neighbours.size() && neighbours.logOdds(i) > 0; i++) {
      if (register.row(neighbours.record(i))[field] == value) {
        return true;
      }
    }
    return false;
  }

  private void take(String id) {
    register.number(id).ifPresent(this::take);
  }

  private void take(int number) {
    register.remove(number);
    Place place = place(number);
    for (int i = 0; i < place.neighbours.size(); i++) {
      place(place.neighbours.record(i)).neighbours.remove(number);
    }
    int[] others = Arrays.stream(place.person).filter(member -> member != number).toArray();
    pairsWithin -= others.length;
    places[number] = null;
    for (int other : others) {
      place(other).person = others;
    }
    if (others.length > 0) {
      cluster(others);
    }
  }

  /** The records of its person and of the persons that it has edges to, the nearest first. */
  private int[] around(int number) {
    Set<Integer> around = new LinkedHashSet<>();
    add(place(number).person, around);
    Neighbours neighbours = place(number).neighbours;
    for (int i = 0; i < neighbours.size(); i++) {
      int[] person = place(neighbours.record(i)).person;
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
    PersonScore score =
        new PersonScore(at -> register.row(records[at]), register.weights(), priors());
    Apart twins = Apart.twins(register::row);
    int[] persons =
        new Component(records, edges.firsts, edges.seconds, edges.logOdds, score, twins).persons();
    Map<Integer, List<Integer>> members = new HashMap<>();
    for (int at = 0; at < records.length; at++) {
      members.computeIfAbsent(persons[at], p -> new ArrayList<>()).add(records[at]);
    }
    pairsWithin -= pairsWithin(records);
    for (List<Integer> person : members.values()) {
      int[] whole = person.stream().mapToInt(Integer::intValue).toArray();
      person.forEach(member -> place(member).person = whole);
    }
    pairsWithin += pairsWithin(records);
  }

  /** Of whole persons. */
  private double pairsWithin(int[] records) {
    double twice = 0;
    for (int record : records) {
      twice += place(record).person.length - 1;
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
      for (int at = 0; at < records.length; at++) {
        Neighbours neighbours = place(records[at]).neighbours;
        for (int i = 0; i < neighbours.size(); i++) {
          int other = Arrays.binarySearch(records, neighbours.record(i));
          if (other > at) {
            found.add(new double[] {neighbours.logOdds(i), at, other});
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
