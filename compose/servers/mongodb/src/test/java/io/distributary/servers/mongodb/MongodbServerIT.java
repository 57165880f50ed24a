package io.distributary.servers.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.set;
import static io.distributary.servers.ServerKind.MONGODB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.distributary.servers.testing.MongodbAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Needs(MONGODB)
class MongodbServerIT {
  private final String database = TestNamespace.of(MongodbServerIT.class).name();
  private MongoClient client;
  private MongoCollection<Document> patients;

  @BeforeEach
  void connect() {
    client = MongoClients.create(Servers.mongodb().uri());
    patients = patients(client);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void whatWasWrittenIsFoundByAnotherClient() {
    // Given
    Document patient =
        new Document("_id", "p1")
            .append("weight", new Decimal128(new BigDecimal("70.10")))
            .append("names", List.of(new Document("family", "Ødegård")));

    // When
    patients.insertOne(patient);

    // Then
    try (MongoClient other = MongoClients.create(Servers.mongodb().uri())) {
      assertThat(patients(other).find(eq("p1")).first()).isEqualTo(patient);
    }
  }

  @Test
  void aScanInBatchesMeetsOnceWhatIsThereAllTheTime() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      patients.insertOne(new Document("_id", "p" + i).append("even", i % 2 == 0));
    }
    List<String> met = new ArrayList<>();

    // When
    try (MongoCursor<Document> found = patients.find(eq("even", true)).batchSize(7).cursor()) {
      for (int i = 0; found.hasNext(); i++) {
        met.add(found.next().getString("_id"));
        if (i % 10 == 0) {
          patients.deleteOne(eq("p" + (2 * i + 1)));
          patients.insertOne(new Document("_id", "new" + i).append("even", false));
          patients.replaceOne(eq("p" + 2 * i), new Document("even", true).append("again", i));
        }
      }
    }

    // Then
    assertThat(met)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 500).mapToObj(i -> "p" + 2 * i).toList());
  }

  @Test
  void aGuardedUpsertOfAnOlderVersionIsRefusedAsADuplicate() {
    // Given
    upsertIfNewer("p1", 7);

    // When
    MongoWriteException refused =
        catchThrowableOfType(MongoWriteException.class, () -> upsertIfNewer("p1", 6));

    // Then
    assertThat(refused.getError().getCode()).isEqualTo(11000);
    assertThat(patients.find(eq("p1")).first()).containsEntry("version", 7L);
  }

  @Test
  void anUnorderedBulkAppliesTheNeighboursOfARefusedDocument() {
    // Given
    patients.insertOne(new Document("_id", "p1"));

    // When
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () ->
                patients.bulkWrite(
                    List.of(
                        new InsertOneModel<>(new Document("_id", "p0")),
                        new InsertOneModel<>(new Document("_id", "p1")),
                        new InsertOneModel<>(new Document("_id", "p2"))),
                    new BulkWriteOptions().ordered(false)));

    // Then
    assertThat(refused.getWriteErrors()).extracting(error -> error.getIndex()).containsExactly(1);
    assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
    assertThat(patients.countDocuments()).isEqualTo(3);
  }

  @Test
  void anOrderedBulkEndsAtTheFirstRefusedDocument() {
    // Given
    upsertIfNewer("p1", 7);

    // When
    MongoBulkWriteException refused =
        catchThrowableOfType(
            MongoBulkWriteException.class,
            () -> patients.bulkWrite(List.of(upsert("p0", 1), upsert("p1", 6), upsert("p2", 1))));

    // Then
    assertThat(refused.getWriteErrors()).extracting(error -> error.getIndex()).containsExactly(1);
    assertThat(patients.find().map(found -> found.getString("_id")))
        .containsExactlyInAnyOrder("p0", "p1");
  }

  @Test
  void noLogShowsWhatPeopleSent() throws Exception {
    // Given
    Document canary = new Document("_id", "Canary" + database);

    // When
    patients.insertOne(canary);
    assertThatThrownBy(() -> patients.insertOne(canary)).isInstanceOf(MongoException.class);
    Document unknown = new Document("doesNotExist", "Canary" + database);
    assertThatThrownBy(() -> client.getDatabase(database).runCommand(unknown))
        .isInstanceOf(MongoException.class);

    // Then
    assertThat(Servers.log(MONGODB)).doesNotContain("Canary" + database);
  }

  @Test
  void acknowledgedWritesSurviveAKill() throws Exception {
    try (PrivateServer<MongodbAddress> server = PrivateServer.mongodb()) {
      // Given
      List<String> ids = IntStream.range(0, 500).mapToObj(i -> "p" + i).toList();
      try (MongoClient before = MongoClients.create(server.address().uri())) {
        patients(before).bulkWrite(ids.subList(0, 400).stream().map(id -> upsert(id, 1)).toList());
        ids.subList(400, 500).forEach(id -> patients(before).insertOne(new Document("_id", id)));
      }

      // When
      server.kill();
      server.restart();

      // Then
      try (MongoClient after = MongoClients.create(server.address().uri())) {
        assertThat(patients(after).find().map(found -> found.getString("_id")))
            .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(patients(after).find(eq("p399")).first()).containsEntry("version", 1L);
      }
    }
  }

  private MongoCollection<Document> patients(MongoClient from) {
    return from.getDatabase(database).getCollection("Patient");
  }

  private void upsertIfNewer(String id, long version) {
    patients.updateOne(
        and(eq(id), lt("version", version)),
        set("version", version),
        new UpdateOptions().upsert(true));
  }

  private static UpdateOneModel<Document> upsert(String id, long version) {
    return new UpdateOneModel<>(
        and(eq(id), lt("version", version)),
        set("version", version),
        new UpdateOptions().upsert(true));
  }
}
