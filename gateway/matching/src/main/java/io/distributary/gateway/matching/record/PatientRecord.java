package io.distributary.gateway.matching.record;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one source says of one patient, as it says it; an attribute may have several values. */
public final class PatientRecord {
  private final String id;
  private final Map<Attribute, List<String>> values;

  private PatientRecord(String id, Map<Attribute, List<String>> values) {
    this.id = id;
    this.values = values;
  }

  /** The source's name of it; never compared. */
  public String id() {
    return id;
  }

  /** In the source's order; empty where it says nothing. */
  public List<String> all(Attribute attribute) {
    return values.getOrDefault(attribute, List.of());
  }

  /** The first value; empty where there is none. */
  public String first(Attribute attribute) {
    List<String> all = all(attribute);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** Begins a record. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** No patient data. */
  @Override
  public String toString() {
    return "PatientRecord" + values.keySet();
  }

  /** A record that is being put together. */
  public static final class Builder {
    private final String id;
    private final Map<Attribute, List<String>> values = new EnumMap<>(Attribute.class);

    private Builder(String id) {
      this.id = id;
    }

    /** Adds a value; blank ones are skipped. */
    public Builder with(Attribute attribute, String value) {
      if (!value.isBlank()) {
        values.computeIfAbsent(attribute, first -> new ArrayList<>(1)).add(value);
      }
      return this;
    }

    /** The record. */
    public PatientRecord build() {
      return new PatientRecord(id, values);
    }
  }
}
