package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An ordered update of several documents, which must end at the first error: the original goes on.
 */
final class OrderedUpdate {
  private int matched;
  private int modified;
  private final List<Document> upserted = new ArrayList<>();
  private final List<Document> errors = new ArrayList<>();

  private OrderedUpdate() {}

  static boolean applies(Document command) {
    return Boolean.TRUE.equals(command.get("ordered"))
        && Fields.array(command, "updates").size() > 1;
  }

  /**
   * Runs the updates one by one.
   *
   * @param single runs a command with one update
   */
  static Document run(Document command, UnaryOperator<Document> single) {
    OrderedUpdate sum = new OrderedUpdate();
    int index = 0;
    for (Object update : Fields.array(command, "updates")) {
      Document one = command.clone();
      one.put("updates", new ArrayList<>(List.of(update)));
      sum.add(single.apply(one), index++);
      if (!sum.errors.isEmpty()) {
        break;
      }
    }
    return sum.reply();
  }

  private void add(Document reply, int index) {
    matched += Fields.count(reply, "n");
    modified += Fields.count(reply, "nModified");
    take(Fields.array(reply, "upserted"), index, upserted);
    take(Fields.array(reply, "writeErrors"), index, errors);
  }

  private static void take(Collection<?> entries, int index, List<Document> into) {
    for (Object entry : entries) {
      Document renumbered = ((Document) entry).clone();
      renumbered.put("index", index);
      into.add(renumbered);
    }
  }

  private Document reply() {
    Document reply = new Document("n", matched);
    reply.put("nModified", modified);
    if (!upserted.isEmpty()) {
      reply.put("upserted", upserted);
    }
    if (!errors.isEmpty()) {
      reply.put("writeErrors", errors);
    }
    reply.put("ok", 1.0);
    return reply;
  }
}
