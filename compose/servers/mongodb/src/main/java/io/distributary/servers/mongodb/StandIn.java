package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;

/** The stand-in: a wire-protocol server before an H2 store. */
final class StandIn {
  private static final int CACHE_MIB = 64;
  private static final int PAGE_BYTES = 16 * 1024;
  private static final int NETWORK_THREADS = 2;
  private static final int MOST_THREADS = 400;
  private static final int IDLE_SECONDS = 30;
  private static final int LAST_SECONDS = 5;

  private final DurableBackend backend;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(NETWORK_THREADS, NioIoHandler.newFactory());
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());

  private StandIn(DurableBackend backend) {
    this.backend = backend;
  }

  /** Returns once it listens; it is ended with this process, in order. */
  static void start(Path data, int port) throws IOException {
    Path own = Files.createDirectories(data.resolve("stand-in"));
    StandIn standIn = new StandIn(new DurableBackend(open(own.resolve("store.mv"))));
    Runtime.getRuntime().addShutdownHook(new Thread(standIn::stop, "stop-stand-in"));
    standIn.listen(port);
  }

  private void listen(int port) {
    Reads reads = new Reads(backend::resolveDatabase);
    ServerBootstrap server =
        new ServerBootstrap()
            .group(network)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client
                        .pipeline()
                        .addLast(
                            new MongoWireReplyEncoder(),
                            new MongoWireProtocolHandler(),
                            new CommandHandler(backend, reads, channels, threads));
                  }
                });
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    channels.add(server.bind(address).syncUninterruptibly().channel());
  }

  private void stop() {
    channels.close().awaitUninterruptibly(LAST_SECONDS, TimeUnit.SECONDS);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    backend.close();
  }

  private static MVStore open(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MIB)
            .pageSplitSize(PAGE_BYTES)
            .open();
    store.setAutoCommitDelay(0); // written at the end of a command and never in the middle of one
    store.setRetentionTime(0); // freed room is used again at once, else the file grows for ever
    return store;
  }
}
