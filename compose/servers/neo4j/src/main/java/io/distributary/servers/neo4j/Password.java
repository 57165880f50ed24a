package io.distributary.servers.neo4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.kernel.impl.security.User;
import org.neo4j.logging.NullLogProvider;
import org.neo4j.memory.EmptyMemoryTracker;
import org.neo4j.server.security.FormatException;
import org.neo4j.server.security.SecureHasher;
import org.neo4j.server.security.SystemGraphCredential;
import org.neo4j.server.security.auth.FileUserRepository;

/**
 * The password of the user {@value #USER}, whom every store has. There is no moment in which a
 * store listens with another one: who came in then would stay, and the gateway would be refused.
 */
record Password(String value) {
  static final String USER = "neo4j";

  /** Starts the store of which this is about, without listening. */
  interface Silently {
    DatabaseManagementService start();
  }

  /** Has the store ask for this password from its next start on, whatever it asked for before. */
  void establish(Path home, Silently store) throws Exception {
    Path known = home.resolve("password-hash");
    if (isKnown(known)) {
      return;
    }
    if (Files.exists(home.resolve("data/databases/system"))) {
      change(store.start());
    } else {
      prepare(home);
    }
    Files.writeString(known, credential().serialize());
  }

  private boolean isKnown(Path known) throws IOException, FormatException {
    return Files.exists(known)
        && SystemGraphCredential.deserialize(Files.readString(known), new SecureHasher())
            .matchesPassword(bytes());
  }

  /** As {@code neo4j-admin dbms set-initial-password} does. */
  private void prepare(Path home) throws Exception {
    Path file = Files.createDirectories(home.resolve("data/dbms")).resolve("auth.ini");
    Files.deleteIfExists(file);
    FileUserRepository users =
        new FileUserRepository(
            new DefaultFileSystemAbstraction(),
            file,
            NullLogProvider.getInstance(),
            EmptyMemoryTracker.INSTANCE);
    users.start();
    users.create(new User(USER, null, credential(), false, false));
    users.shutdown();
  }

  /** As a hash: a password as text must not be what it is already. */
  private void change(DatabaseManagementService service) {
    try {
      service
          .database("system")
          .executeTransactionally(
              "ALTER USER " + USER + " SET ENCRYPTED PASSWORD $hash CHANGE NOT REQUIRED",
              Map.of("hash", SystemGraphCredential.maskSerialized(credential().serialize())));
    } finally {
      service.shutdown();
    }
  }

  private SystemGraphCredential credential() {
    return SystemGraphCredential.createCredentialForPassword(bytes(), new SecureHasher());
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Password[of " + USER + "]";
  }
}
