package io.distributary.gateway.deadletter;

import io.distributary.sink.RevisionId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which dead letter: the revision, and the place of the event that it rejected. */
record DeadLetterKey(RevisionId revision, int partition, long offset) {
  private static final String REVISION = "([a-z][a-z0-9-]*)\\.r([1-9]\\d{0,8})";
  private static final Pattern ID = Pattern.compile(REVISION + "\\.(\\d{1,4})\\.(\\d{1,13})");
  private static final Pattern TOPIC = Pattern.compile(REVISION + "\\|(\\d{1,4})@(\\d{1,13})");

  /** What {@link #id} wrote; empty when it is not of that form. */
  static Optional<DeadLetterKey> ofId(String id) {
    return of(ID.matcher(id));
  }

  /** What {@link #topicKey} wrote; empty when it is not of that form. */
  static Optional<DeadLetterKey> ofTopicKey(String key) {
    return of(TOPIC.matcher(key));
  }

  private static Optional<DeadLetterKey> of(Matcher matcher) {
    return matcher.matches()
        ? Optional.of(
            new DeadLetterKey(
                new RevisionId(matcher.group(1), Integer.parseInt(matcher.group(2))),
                Integer.parseInt(matcher.group(3)),
                Long.parseLong(matcher.group(4))))
        : Optional.empty();
  }

  /** {@code document.r1.3.4711}: safe in a URL. */
  String id() {
    return revision + "." + partition + "." + offset;
  }

  /** {@code document.r1|3@4711}: writing a dead letter again replaces it. */
  String topicKey() {
    return revision + "|" + partition + "@" + offset;
  }
}
