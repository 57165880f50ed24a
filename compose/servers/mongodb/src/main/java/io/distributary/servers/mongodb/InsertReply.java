package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** The reply to an insert of which some documents were refused: the original counts those too. */
final class InsertReply {
  private InsertReply() {}

  static Document withRealCount(Document reply, Document command) {
    if (!(reply.get("writeErrors") instanceof List<?> errors) || errors.isEmpty()) {
      return reply;
    }
    reply.put("n", inserted(errors, command));
    return reply;
  }

  private static int inserted(List<?> errors, Document command) {
    if (Boolean.TRUE.equals(command.get("ordered"))) {
      Document first = (Document) errors.get(0);
      return Fields.count(first, "index"); // it stopped there
    }
    return Fields.array(command, "documents").size() - errors.size();
  }
}
