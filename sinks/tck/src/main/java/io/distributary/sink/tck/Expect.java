package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.util.List;
import java.util.Map;

/** What a reader must hand over for an event. */
final class Expect {
  private Expect() {}

  static ResourceHead head(Event event) {
    return ResourceHead.of(event);
  }

  /** The scan's entry for a resource that must be in it. */
  static ViewEntry entry(Map<ResourceId, ViewEntry> scanned, ResourceId id) {
    ViewEntry entry = scanned.get(id);
    if (entry == null) {
      throw new AssertionError(id + " is not in the scan");
    }
    return entry;
  }

  /** Head and content, a tombstone without a body. */
  static void same(Event expected, StoredResource actual) {
    assertThat(actual.head()).isEqualTo(head(expected));
    if (expected.deleted()) {
      assertThat(actual.json()).as("body of the tombstone %s", expected.id()).isEmpty();
    } else {
      String difference = Likeness.firstDifference(expected.resource().json(), actual.json());
      assertThat(difference).as("where %s differs from what was appended", expected).isEmpty();
    }
  }

  /** The same, one by one. */
  static void same(List<Event> expected, List<StoredResource> actual) {
    assertThat(actual.stream().map(StoredResource::head))
        .isEqualTo(expected.stream().map(Expect::head).toList());
    for (int i = 0; i < expected.size(); i++) {
      same(expected.get(i), actual.get(i));
    }
  }
}
