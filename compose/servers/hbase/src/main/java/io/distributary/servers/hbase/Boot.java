package io.distributary.servers.hbase;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Path;
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

  private static void announce(Path data) {
    try {
      FirstTable.writeAndRead();
      ReadyFile.write(data, "HBase");
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
