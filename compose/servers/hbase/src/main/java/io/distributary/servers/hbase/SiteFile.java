package io.distributary.servers.hbase;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** {@code hbase-site.xml} of a stand-alone HBase whose every port is on loopback. */
final class SiteFile {
  private final Configuration site = new Configuration(false);

  SiteFile(Path data, int zooKeeperPort, int masterPort, int regionServerPort) {
    files(data);
    zooKeeper(data, zooKeeperPort);
    addresses(masterPort, regionServerPort);
    size();
    bounds();
    privacy();
  }

  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (OutputStream out = Files.newOutputStream(folder.resolve("hbase-site.xml"))) {
      site.writeXml(out);
    }
  }

  /** Hadoop's paths know no escapes: a space that is written %20 leads into another folder. */
  private void files(Path data) {
    site.set("hbase.cluster.distributed", "false");
    site.set("hbase.rootdir", "file://" + data.resolve("root"));
    site.set("hbase.wal.dir", "file://" + data.resolve("wal"));
    site.set("hbase.tmp.dir", data.resolve("tmp").toString());
    site.set("hbase.wal.provider", "filesystem");
    // Local files cannot promise hsync; what was acknowledged survived every kill -9 all the same.
    site.set("hbase.unsafe.stream.capability.enforce", "false");
    site.set("fs.permissions.umask-mode", "077"); // Hadoop sets modes itself, by a umask of its own
  }

  private void zooKeeper(Path data, int port) {
    site.set("hbase.zookeeper.quorum", "127.0.0.1");
    site.setInt("hbase.zookeeper.property.clientPort", port);
    site.set("hbase.zookeeper.property.clientPortAddress", "127.0.0.1");
    site.set("hbase.zookeeper.property.dataDir", data.resolve("zk").toString());
    site.set("hbase.zookeeper.property.admin.enableServer", "false");
  }

  private void addresses(int masterPort, int regionServerPort) {
    site.set("hbase.master.hostname", "localhost");
    site.set("hbase.master.ipc.address", "127.0.0.1");
    site.setInt("hbase.master.port", masterPort);
    site.set("hbase.master.info.port", "-1");
    site.set("hbase.regionserver.hostname", "localhost");
    site.set("hbase.regionserver.ipc.address", "127.0.0.1");
    site.setInt("hbase.regionserver.port", regionServerPort);
    site.set("hbase.regionserver.info.port", "-1");
    site.set("hbase.localcluster.assign.random.ports", "false");
  }

  private void size() {
    site.set("hbase.netty.worker.count", "2");
    site.set("hbase.regionserver.handler.count", "8");
    site.set("hbase.master.wait.on.regionservers.mintostart", "1");
    site.set("hbase.master.wait.on.regionservers.timeout", "1000");
    site.set("hbase.master.wait.on.regionservers.interval", "200");
  }

  /**
   * What requests may hold in memory, so that together they stay below the heap of 768 MiB: half of
   * it is for memstores and block cache, 128 MiB for requests that wait, 16 MiB for the answer of
   * each of the eight that are served at once. Larger answers go over in parts; a row that must go
   * over whole (a Get) is refused above 64 MiB. A batch of the gateway's has 32 MiB at most.
   */
  private void bounds() {
    site.set("hbase.regionserver.global.memstore.size", "0.3");
    site.set("hfile.block.cache.size", "0.2");
    site.setLong("hbase.server.scanner.max.result.size", 16L << 20);
    site.setLong("hbase.table.max.rowsize", 64L << 20);
    site.setInt("hbase.ipc.max.request.size", 64 << 20);
    site.setLong("hbase.ipc.server.max.callqueue.size", 128L << 20);
  }

  /** Warnings about slow or large requests would quote them. */
  private void privacy() {
    site.set("hbase.ipc.warn.response.time", "-1");
    site.set("hbase.ipc.warn.response.size", "-1");
    site.set("hbase.regionserver.slowlog.buffer.enabled", "false");
  }
}
