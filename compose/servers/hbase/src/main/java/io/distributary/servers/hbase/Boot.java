package io.distributary.servers.hbase;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.Heartbeat;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.hbase.master.HMaster;

/**
 * Runs HBase: {@code --data DIR --port N --master-port N --region-server-port N}, where {@code
 * port} is ZooKeeper's. The folder {@code DIR/conf} must be on the class path: HBase reads its
 * settings from there. Ends upon SIGTERM.
 */
public final class Boot {
  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws IOException {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    new SiteFile(data, port, arguments.port("master-port"), arguments.port("region-server-port"))
        .writeTo(data.resolve("conf"));
    Thread announcer = new Thread(() -> announce(data), "announce-ready");
    announcer.setDaemon(true);
    announcer.start();
    HMaster.main(new String[] {"start"});
  }

  /** HBase lets everybody pass through two folders, whatever the umask is. */
  private static void closeToOthers(Path root) throws IOException {
    for (Path folder : List.of(root, root.resolve("staging"))) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void announce(Path data) {
    try {
      FirstTable.writeAndRead();
      closeToOthers(data.resolve("root"));
      ReadyFile.write(data, "HBase");
      Heartbeat.start(data, FirstTable.look());
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
