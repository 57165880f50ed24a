package io.distributary.gateway.matching.block;

import io.distributary.gateway.matching.record.Rows;
import io.distributary.gateway.matching.record.Term;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of records that come and go one by one. A block that grows beyond the bound is divided
 * by {@link Trait}s like those of {@link Blocking}; of one that cannot be divided, the newest
 * records are found. May be read by several threads while nobody writes.
 *
 * <p>One table holds the blocks of all passes and their parts, by hashes of 64 bits: what stands
 * for a block is its only record, a list of records, or the traits that it is divided by.
 */
public final class BlockIndex {
  private static final int BOUND = 60;
  private static final int AT_A_TIME = 2;
  private static final Trait[] TRAITS = Trait.values();

  /** The keys of names are among those of middle names. */
  private static final List<Pass> PASSES =
      Stream.of(Pass.values()).filter(pass -> pass != Pass.NAMES).toList();

  private static final int[] DROPPED = {};

  private final Rows rows;

  /** Of blocks; 0 where there is none. */
  private long[] keys = new long[1 << 10];

  /** A record and 1, or the negative of a list's number and 1. */
  private int[] values = new int[1 << 10];

  private int size;
  private int[][] lists = new int[1 << 6][];
  private int listCount;

  /** Of unused lists, by their numbers. */
  private final Longs freeLists = new Longs();

  /**
   * @param rows of the records in the index
   */
  public BlockIndex(Rows rows) {
    this.rows = rows;
  }

  /**
   * A list as an array: how many records, how far the block's division has come, then the records;
   * a divided block has the negative of the number of its traits, and the traits.
   */
  private static final class Lists {
    static final int SIZE = 0;
    static final int DEPTH = 1;
    static final int FIRST = 2;

    private Lists() {}

    static boolean isDivided(int[] list) {
      return list[SIZE] < 0;
    }

    static int[] divided(int[] traits, int count) {
      int[] list = new int[FIRST + count];
      list[SIZE] = -count;
      System.arraycopy(traits, 0, list, FIRST, count);
      return list;
    }

    static int[] of(int depth, int a, int b) {
      return new int[] {2, depth, a, b};
    }

    static int[] with(int[] list, int record) {
      int[] grown =
          list.length > FIRST + list[SIZE]
              ? list
              : Arrays.copyOf(list, list.length + (list.length >> 1));
      grown[FIRST + grown[SIZE]++] = record;
      return grown;
    }

    static void remove(int[] list, int record) {
      for (int i = FIRST; i < FIRST + list[SIZE]; i++) {
        if (list[i] == record) {
          System.arraycopy(list, i + 1, list, i, FIRST + list[SIZE] - i - 1);
          list[SIZE]--;
          return;
        }
      }
    }
  }

  /** Adds a record, which is not there. */
  public void add(int record) {
    forEachKey(rows.row(record), (key, weak) -> add(key, record, weak, 0));
  }

  /** Removes a record, whose row is still that with which it was added. */
  public void remove(int record) {
    forEachKey(rows.row(record), (key, weak) -> remove(key, record));
  }

  /** The records that share a block with a row, ascending, none twice. */
  public int[] candidates(@Nullable Term[] row) {
    Longs found = new Longs();
    forEachKey(row, (key, weak) -> find(key, row, found));
    long[] distinct = found.toSortedSet();
    return Arrays.stream(distinct).mapToInt(record -> (int) record).toArray();
  }

  private interface KeyUse {
    void accept(long key, boolean weak);
  }

  private static void forEachKey(@Nullable Term[] row, KeyUse use) {
    Keys keys = new Keys();
    for (Pass pass : PASSES) {
      keys.clear();
      pass.keys(row, keys);
      for (int i = 0; i < keys.size(); i++) {
        if (keys.isFirst(i)) {
          use.accept(Hash.of(keys.get(i), pass.salt()) | 1, pass.isWeak());
        }
      }
    }
  }

  private void add(long key, int record, boolean weak, int depth) {
    int slot = slot(key);
    int value = values[slot];
    if (value == 0) {
      put(slot, key, record + 1);
    } else if (value > 0) {
      values[slot] = -1 - newList(Lists.of(depth, value - 1, record));
    } else {
      addToList(-1 - value, key, record, weak);
    }
  }

  private void addToList(int number, long key, int record, boolean weak) {
    int[] list = lists[number];
    if (list == DROPPED) {
      return;
    }
    if (Lists.isDivided(list)) {
      for (int i = Lists.FIRST; i < list.length; i++) {
        add(part(key, list[i], rows.row(record)), record, weak, list[i] + 1);
      }
      return;
    }
    lists[number] = Lists.with(list, record);
    int count = lists[number][Lists.SIZE];
    if (count > BOUND && weak) {
      lists[number] = DROPPED;
    } else if (isTimeToDivide(count)) {
      divide(number, key);
    }
  }

  /** What could not be divided is looked at again only when it has doubled. */
  private static boolean isTimeToDivide(int count) {
    return count == BOUND + 1 || (count > BOUND && Integer.bitCount(count) == 1);
  }

  private void divide(int number, long key) {
    int[] list = lists[number];
    int[] traits = new int[AT_A_TIME];
    int count = 0;
    for (int trait = list[Lists.DEPTH]; trait < TRAITS.length && count < AT_A_TIME; trait++) {
      if (divides(list, TRAITS[trait])) {
        traits[count++] = trait;
      }
    }
    if (count > 0) {
      lists[number] = Lists.divided(traits, count);
      for (int i = Lists.FIRST; i < Lists.FIRST + list[Lists.SIZE]; i++) {
        addToList(number, key, list[i], false);
      }
    }
  }

  private boolean divides(int[] list, Trait trait) {
    int first = trait.of(rows.row(list[Lists.FIRST]));
    for (int i = Lists.FIRST + 1; i < Lists.FIRST + list[Lists.SIZE]; i++) {
      if (trait.of(rows.row(list[i])) != first) {
        return true;
      }
    }
    return false;
  }

  private static long part(long key, int trait, @Nullable Term[] row) {
    return Hash.of(key, Hash.of(trait, TRAITS[trait].of(row))) | 1;
  }

  private void remove(long key, int record) {
    int slot = slot(key);
    int value = values[slot];
    if (value == record + 1) {
      values[slot] = 0;
      free(slot);
    } else if (value < 0) {
      int[] list = lists[-1 - value];
      if (list == DROPPED) {
        return;
      } else if (Lists.isDivided(list)) {
        for (int i = Lists.FIRST; i < list.length; i++) {
          remove(part(key, list[i], rows.row(record)), record);
        }
      } else {
        Lists.remove(list, record);
        shrink(slot, -1 - value);
      }
    }
  }

  /** A list of one is the record itself again. */
  private void shrink(int slot, int number) {
    int[] list = lists[number];
    if (list[Lists.SIZE] == 1) {
      values[slot] = list[Lists.FIRST] + 1;
      lists[number] = DROPPED;
      freeLists.add(number);
    }
  }

  private void find(long key, @Nullable Term[] row, Longs found) {
    int value = values[slot(key)];
    if (value > 0) {
      found.add(value - 1);
    } else if (value < 0) {
      int[] list = lists[-1 - value];
      if (list == DROPPED) {
        return;
      } else if (Lists.isDivided(list)) {
        for (int i = Lists.FIRST; i < list.length; i++) {
          find(part(key, list[i], row), row, found);
        }
      } else {
        int end = Lists.FIRST + list[Lists.SIZE];
        for (int i = Math.max(Lists.FIRST, end - BOUND); i < end; i++) {
          found.add(list[i]);
        }
      }
    }
  }

  private int newList(int[] list) {
    if (freeLists.size() > 0) {
      int number = (int) freeLists.removeLast();
      lists[number] = list;
      return number;
    }
    if (listCount == lists.length) {
      lists = Arrays.copyOf(lists, listCount + (listCount >> 1));
    }
    lists[listCount] = list;
    return listCount++;
  }

  /** Where a key is, or belongs. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key >>> 20) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void put(int slot, long key, int value) {
    keys[slot] = key;
    values[slot] = value;
    size++;
    if (3L * size > 2L * keys.length) {
      grow();
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[2 * oldKeys.length];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != 0) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        values[slot] = oldValues[old];
      }
    }
  }

  /** Empties a slot, and moves up what stands behind it and could not be found any more. */
  private void free(int slot) {
    int mask = keys.length - 1;
    keys[slot] = 0;
    size--;
    int hole = slot;
    for (int next = slot + 1 & mask; keys[next] != 0; next = next + 1 & mask) {
      int home = (int) (keys[next] >>> 20) & mask;
      boolean reachable = hole <= next ? hole < home && home <= next : hole < home || home <= next;
      if (!reachable) {
        keys[hole] = keys[next];
        values[hole] = values[next];
        keys[next] = 0;
        values[next] = 0;
        hole = next;
      }
    }
  }
}
