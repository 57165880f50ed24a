package io.distributary.sink.tck;

import java.util.List;

/**
 * What a view does with hundreds and thousands of resources. These rules come late: whatever scans
 * the view after them meets all that they wrote.
 */
final class VolumeRules {
  private VolumeRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "volumes",
        List.of(
            new Rule(
                "everyEventOfABatchIsWritten",
                "Of a large batch the first, the last and all between are written.",
                WritingRules::wholeBatch),
            new Rule(
                "chartOfTwoThousandResourcesFits",
                "A chart of 2,000 resources comes whole.",
                ChartRules::large),
            new Rule(
                "typeOfThousandsOfResourcesComesWhole",
                "A type of 3,000 resources comes whole.",
                TypeRules::large),
            new Rule(
                "nativeQueryHasNoSilentLimit",
                "An answer without a limit has every row, or says truncated.",
                QueryRules::noSilentLimit),
            new Rule(
                "findTakesAThousandNames",
                "A thousand names are one look-up.",
                RepairingRules::findsMany)));
  }
}
