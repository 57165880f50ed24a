package io.distributary.gateway.matching.cluster;

import java.util.Arrays;

/**
 * The edges of one record: the records at their other ends, the strongest first, with the log odds.
 */
final class Neighbours {
  private static final int[] NONE = {};
  private static final float[] NOTHING = {};

  private int[] records = NONE;
  private float[] logOdds = NOTHING;

  int size() {
    return records.length;
  }

  int record(int at) {
    return records[at];
  }

  double logOdds(int at) {
    return logOdds[at];
  }

  void add(int record, double odds) {
    int at = 0;
    while (at < records.length && logOdds[at] >= odds) {
      at++;
    }
    int[] moreRecords = Arrays.copyOf(records, records.length + 1);
    float[] moreOdds = Arrays.copyOf(logOdds, records.length + 1);
    System.arraycopy(records, at, moreRecords, at + 1, records.length - at);
    System.arraycopy(logOdds, at, moreOdds, at + 1, records.length - at);
    moreRecords[at] = record;
    moreOdds[at] = (float) odds;
    records = moreRecords;
    logOdds = moreOdds;
  }

  void remove(int record) {
    for (int at = 0; at < records.length; at++) {
      if (records[at] == record) {
        int[] fewerRecords = Arrays.copyOf(records, records.length - 1);
        float[] fewerOdds = Arrays.copyOf(logOdds, records.length - 1);
        System.arraycopy(records, at + 1, fewerRecords, at, fewerRecords.length - at);
        System.arraycopy(logOdds, at + 1, fewerOdds, at, fewerOdds.length - at);
        records = fewerRecords;
        logOdds = fewerOdds;
        return;
      }
    }
  }
}
