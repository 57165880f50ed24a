package io.distributary.sink.tck;

import java.util.List;

/** Rules about one theme. */
public record RuleGroup(String name, List<Rule> rules) {}
