package io.distributary.gateway.matching.cluster;

import java.util.Arrays;

/**
 * Records that are connected by edges, and the persons among them: first edges are followed from
 * the strongest down, and persons merged where that is more probable than not; then single records
 * move to the persons that they fit best.
 *
 * <p>Records are known by their places in the component, from 0.
 */
final class Component {
  private static final int MERGING_PASSES = 2;
  private static final int MOVING_ROUNDS = 4;
  private static final int MOST_PERSONS = 12;
  private static final int FEW_MOVES = 1_000;

  /** Log odds at which no other person comes into question any more. */
  private static final double CERTAIN = 30;

  private final int[] records;
  private final int[] firsts;
  private final int[] seconds;
  private final double[] logOdds;
  private final PersonScore score;
  private final Apart apart;
  private final int[] persons;
  private final Members[] members;

  /**
   * @param records ascending
   * @param firsts by edge, the place of one record
   * @param seconds by edge, the place of the other
   * @param logOdds by edge, falling: of the two records alone
   */
  Component(
      int[] records,
      int[] firsts,
      int[] seconds,
      double[] logOdds,
      PersonScore score,
      Apart apart) {
    this.records = records;
    this.firsts = firsts;
    this.seconds = seconds;
    this.logOdds = logOdds;
    this.score = score;
    this.apart = apart;
    this.persons = new int[records.length];
    Arrays.setAll(persons, place -> place);
    this.members = new Members[records.length];
    Arrays.setAll(members, place -> new Members(place));
  }

  /** By place, the place of some record of the same person. */
  int[] persons() {
    boolean[] all = new boolean[records.length];
    Arrays.fill(all, true);
    for (int pass = 0; pass < MERGING_PASSES; pass++) {
      if (merge(all) == 0) {
        break;
      }
    }
    move(all);
    return persons;
  }

  /** Returns how many persons were merged; edges are followed that touch one of these records. */
  private int merge(boolean[] touched) {
    int merged = 0;
    for (int edge = 0; edge < firsts.length; edge++) {
      int one = persons[firsts[edge]];
      int other = persons[seconds[edge]];
      boolean looked = one != other && (touched[firsts[edge]] || touched[seconds[edge]]);
      if (looked && mergeLogOdds(edge, one, other) > 0 && !areApart(members[one], members[other])) {
        join(one, other);
        merged++;
      }
    }
    return merged;
  }

  private double mergeLogOdds(int edge, int one, int other) {
    return members[one].size() == 1 && members[other].size() == 1
        ? logOdds[edge]
        : score.merge(members[one], members[other]);
  }

  private boolean areApart(Members one, Members other) {
    if (apart == Apart.NOBODY) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (isApart(one.get(i), other)) {
        return true;
      }
    }
    return false;
  }

  private boolean isApart(int place, Members others) {
    for (int i = 0; apart != Apart.NOBODY && i < others.size(); i++) {
      int other = others.get(i);
      if (place != other && apart.test(records[place], records[other])) {
        return true;
      }
    }
    return false;
  }

  private void join(int one, int other) {
    int larger = members[one].size() >= members[other].size() ? one : other;
    int smaller = larger == one ? other : one;
    Members moved = members[smaller];
    for (int i = 0; i < moved.size(); i++) {
      persons[moved.get(i)] = larger;
    }
    members[larger].addAll(moved);
    moved.clear();
  }

  private void move(boolean[] all) {
    int[][] neighbours = neighbours();
    boolean[] touched = all;
    for (int round = 0; round < MOVING_ROUNDS; round++) {
      boolean[] next = new boolean[records.length];
      int moves = 0;
      for (int place = 0; place < records.length; place++) {
        moves += touched[place] && move(place, neighbours[place], next) ? 1 : 0;
      }
      touched = next;
      boolean settled = moves == 0 || merge(touched) == 0 && moves < 1 + records.length / FEW_MOVES;
      if (settled) {
        return;
      }
    }
  }

  /** By place, the other ends of its edges, the strongest first. */
  private int[][] neighbours() {
    int[] counts = new int[records.length];
    for (int edge = 0; edge < firsts.length; edge++) {
      counts[firsts[edge]]++;
      counts[seconds[edge]]++;
    }
    int[][] neighbours = new int[records.length][];
    Arrays.setAll(neighbours, place -> new int[counts[place]]);
    Arrays.fill(counts, 0);
    for (int edge = 0; edge < firsts.length; edge++) {
      neighbours[firsts[edge]][counts[firsts[edge]]++] = seconds[edge];
      neighbours[seconds[edge]][counts[seconds[edge]]++] = firsts[edge];
    }
    return neighbours;
  }

  /** Moves a record to the person that it fits best, or to one of its own; tells whether it did. */
  private boolean move(int place, int[] neighbours, boolean[] touched) {
    int own = persons[place];
    Choice choice =
        new Choice(
            own,
            members[own].size() > 1 ? score.join(place, members[own]) : Double.NEGATIVE_INFINITY);
    for (int i = 0; i < neighbours.length && choice.count <= MOST_PERSONS; i++) {
      int other = persons[neighbours[i]];
      if (choice.isNew(other) && !isApart(place, members[other])) {
        choice.offer(other, score.join(place, members[other]));
      }
    }
    int to = choice.isAlone() ? free(place) : choice.best;
    if (to == own) {
      return false;
    }
    members[own].remove(place);
    members[to].add(place);
    persons[place] = to;
    touch(members[own], touched);
    touch(members[to], touched);
    return true;
  }

  /** Its own person if it is alone there, else one that nobody is. */
  private int free(int place) {
    int own = persons[place];
    if (members[own].size() == 1) {
      return own;
    }
    int free = 0;
    while (members[free].size() > 0) {
      free++;
    }
    return free;
  }

  private static void touch(Members members, boolean[] touched) {
    for (int i = 0; i < members.size(); i++) {
      touched[members.get(i)] = true;
    }
  }

  /** The persons that a record may be, and the best of them. */
  private static final class Choice {
    private final int[] seen = new int[MOST_PERSONS + 1];
    private int count;
    private int best;
    private double bestLogOdds;
    private double others;

    Choice(int own, double logOdds) {
      seen[count++] = own;
      best = own;
      bestLogOdds = logOdds;
    }

    boolean isNew(int person) {
      for (int i = 0; i < count; i++) {
        if (seen[i] == person) {
          return false;
        }
      }
      return true;
    }

    void offer(int person, double logOdds) {
      seen[count++] = person;
      if (logOdds > bestLogOdds) {
        others += Math.exp(bestLogOdds);
        best = person;
        bestLogOdds = logOdds;
      } else {
        others += Math.exp(logOdds);
      }
    }

    /** Whether the best is less probable than all else together. */
    boolean isAlone() {
      return bestLogOdds <= 0 || bestLogOdds < CERTAIN && Math.exp(bestLogOdds) < 1 + others;
    }
  }
}
