package io.distributary.gateway.match;

import io.distributary.gateway.matching.fhir.FhirPatient;
import io.distributary.gateway.matching.lookup.PatientIndex;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.StoredResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patients as far as the log has been read: those of a view, and what came behind its position.
 * One thread takes events in; any number of threads ask, and load.
 */
final class IndexedPatients {
  static final String PATIENT = "Patient";

  private final PatientIndex patients;
  private volatile Position position;

  /**
   * @param position behind which events are to be taken in
   */
  IndexedPatients(Model model, Position position) {
    this.patients = new PatientIndex(model);
    this.position = position;
  }

  PatientIndex patients() {
    return patients;
  }

  Position position() {
    return position;
  }

  static Features features(Map<String, @Nullable Object> patient) {
    return Normalizer.features(FhirPatient.record("", patient));
  }

  /** Puts in a patient that a view holds. */
  void load(StoredResource stored) {
    try {
      put(stored.head().id().id(), Json.parseObject(stored.json(), JsonLimits.RESOURCE));
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The view holds a resource that no event can have had", e);
    }
  }

  /** Takes in what comes next. */
  void take(List<StreamRecord> records, Position behind) {
    records.forEach(this::take);
    position = behind;
  }

  private void take(StreamRecord record) {
    if (EventCodec.mayBeAbout(PATIENT, record)
        && EventCodec.decode(record) instanceof Decoded.Sound sound
        && sound.event().id().type().equals(PATIENT)) {
      take(sound.event());
    }
  }

  private void take(Event event) {
    if (event.deleted()) {
      patients.remove(event.id().id());
    } else {
      put(event.id().id(), event.resource().tree());
    }
  }

  private void put(String id, Map<String, @Nullable Object> patient) {
    if (FhirPatient.isReplaced(patient)) {
      patients.remove(id);
    } else {
      patients.put(id, features(patient));
    }
  }
}
