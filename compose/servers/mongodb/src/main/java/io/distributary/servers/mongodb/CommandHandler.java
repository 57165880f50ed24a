package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import de.bwaldvogel.mongo.wire.message.MongoReply;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one client, one after another, on threads that may be kept busy: the ones that
 * read from the network are not, so that a client that goes away is noticed.
 */
final class CommandHandler extends SimpleChannelInboundHandler<ClientRequest> {
  private static final int MOST_WAITING = 100;

  /** At a time into the network's memory, which is outside the heap and small. */
  private static final int SLICE_BYTES = 64 << 10;

  private static final int WRITE_SECONDS = 60;

  private final DurableBackend backend;
  private final Reads reads;
  private final ChannelGroup clients;
  private final Executor threads;
  private final Deque<ClientRequest> waiting = new ArrayDeque<>();
  private boolean running;
  private int lastId;

  CommandHandler(DurableBackend backend, Reads reads, ChannelGroup clients, Executor threads) {
    this.backend = backend;
    this.reads = reads;
    this.clients = clients;
    this.threads = threads;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    clients.add(context.channel());
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    backend.handleClose(context.channel());
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ClientRequest request) {
    synchronized (waiting) {
      waiting.add(request);
      if (waiting.size() > MOST_WAITING) {
        context.close();
        return;
      }
      if (running) {
        return;
      }
      running = true;
    }
    try {
      threads.execute(() -> answerAll(context));
    } catch (RejectedExecutionException e) {
      context.close();
    }
  }

  private void answerAll(ChannelHandlerContext context) {
    try {
      for (ClientRequest next = next(); next != null; next = next()) {
        answer(context, next);
      }
    } catch (RuntimeException | InterruptedException e) {
      context.close();
    } catch (Error e) {
      context.close();
      throw e;
    }
  }

  private @Nullable ClientRequest next() {
    synchronized (waiting) {
      ClientRequest next = waiting.poll();
      running = next != null;
      return next;
    }
  }

  private void answer(ChannelHandlerContext context, ClientRequest request)
      throws InterruptedException {
    if (request instanceof MongoMessage message) {
      write(context, reply(message));
    } else if (request instanceof MongoQuery query) {
      MessageHeader header = new MessageHeader(++lastId, query.getHeader().getRequestID());
      context.writeAndFlush(new MongoReply(header, reply(query)));
    } else {
      context.close();
    }
  }

  private ByteBuf reply(MongoMessage message) {
    int id = ++lastId;
    try {
      return reads
          .answer(message, id)
          .orElseGet(() -> Replies.of(message, id, backend.handleMessage(message)));
    } catch (MongoServerException e) {
      return Replies.of(message, id, Replies.error(e));
    } catch (StackOverflowError e) { // as matching does that tries out too much
      return Replies.of(message, id, Replies.error(new MongoServerError(51156, "too deep")));
    } catch (RuntimeException e) { // without its words, which may be somebody's
      String what = "Unknown error: " + e.getClass().getSimpleName();
      return Replies.of(message, id, Replies.error(new MongoServerException(what)));
    }
  }

  /** The elder form, in which drivers say hello. */
  private Document reply(MongoQuery query) {
    Document command = query.getQuery();
    if (command.get("$query") instanceof Document within) {
      command = within;
    }
    try {
      String name = command.keySet().iterator().next();
      return backend.handleCommand(query.getChannel(), query.getDatabaseName(), name, command);
    } catch (MongoServerException e) {
      return Replies.error(e);
    }
  }

  /** Slice by slice: who does not read holds up this thread, and is closed after a minute. */
  private static void write(ChannelHandlerContext context, ByteBuf reply)
      throws InterruptedException {
    while (reply.isReadable()) {
      int bytes = Math.min(SLICE_BYTES, reply.readableBytes());
      ChannelFuture written = context.writeAndFlush(reply.readRetainedSlice(bytes));
      boolean done = written.await(WRITE_SECONDS, TimeUnit.SECONDS) && written.isSuccess();
      if (!done) {
        context.close();
        return;
      }
    }
  }
}
