package io.distributary.servers.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The first real operation of a server: a document inserted and found, through the driver. */
final class FirstDocument {
  private static final String DATABASE = "distributary_server_ready";

  private FirstDocument() {}

  static void writeAndRead(int port) throws IOException {
    try (MongoClient client = client(port, 30_000)) {
      MongoCollection<Document> collection = client.getDatabase(DATABASE).getCollection("ready");
      Document document = new Document("at", System.currentTimeMillis());
      collection.insertOne(document);
      if (collection.find(new Document("_id", document.get("_id"))).first() == null) {
        throw new IOException("The document that was inserted cannot be found");
      }
      collection.deleteMany(new Document());
    }
  }

  /** A search of the same, over a connection of its own. */
  static void look(int port) {
    try (MongoClient client = client(port, 30_000)) {
      client.getDatabase(DATABASE).getCollection("ready").find().first();
    }
  }

  static boolean answersPing(int port) {
    try (MongoClient client = client(port, 500)) {
      client.getDatabase("admin").runCommand(new Document("ping", 1));
      return true;
    } catch (MongoException notYet) {
      return false;
    }
  }

  private static MongoClient client(int port, int patienceMillis) {
    ServerAddress address = new ServerAddress("127.0.0.1", port);
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyToSocketSettings(socket -> socket.readTimeout(30, TimeUnit.SECONDS))
            .applyToClusterSettings(
                cluster ->
                    cluster
                        .hosts(List.of(address))
                        .serverSelectionTimeout(patienceMillis, TimeUnit.MILLISECONDS))
            .build());
  }
}
