package io.distributary.gateway.plugin;

import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.TypeReader;
import io.distributary.sinks.memory.MemoryPlugin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** The memory sink, with a record of every single call of the contract, whoever makes it. */
final class RecordedPlugin {
  /** The contract: all that a plugin gives and a host calls. */
  static final List<Class<?>> CONTRACT =
      List.of(
          SinkPlugin.class,
          SinkWriter.class,
          SinkRepair.class,
          Projection.class,
          Maintenance.class,
          ResourceReader.class,
          ChartReader.class,
          TypeReader.class,
          HistoryReader.class,
          NativeQuery.class);

  final List<Call> calls = new CopyOnWriteArrayList<>();

  /** One call: {@code Maintenance.drop}, and what the plugin found around it. */
  record Call(String name, Thread thread, ClassLoader loader) {}

  SinkPlugin<?> plugin() {
    return recorded(SinkPlugin.class, new MemoryPlugin());
  }

  /** Every method that the contract has. */
  static Set<String> contract() {
    Set<String> names = new TreeSet<>();
    for (Class<?> type : CONTRACT) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> !method.isSynthetic())
          .forEach(method -> names.add(name(method)));
    }
    return names;
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private <T> T recorded(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            RecordedPlugin.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Thread thread = Thread.currentThread();
              calls.add(new Call(name(method), thread, thread.getContextClassLoader()));
              method.setAccessible(true);
              try {
                return given(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** What a plugin gives is recorded likewise. */
  private Object given(Object result) {
    return result instanceof Sink<?> sink ? recorded(sink) : result;
  }

  @SuppressWarnings("unchecked") // a proxy of a part stands for the part
  private <P> Sink<P> recorded(Sink<P> sink) {
    return Sink.of(
            (Projection<P>) recorded(Projection.class, sink.projection()),
            (SinkWriter<P>) recorded(SinkWriter.class, sink.writer()),
            (SinkRepair<P>) recorded(SinkRepair.class, sink.repair()),
            recorded(Maintenance.class, sink.maintenance()))
        .readers(recorded(sink.readers()))
        .closing(
            () -> {
              Thread thread = Thread.currentThread();
              calls.add(new Call("Closing.run", thread, thread.getContextClassLoader()));
              sink.close();
            })
        .build();
  }

  private Readers recorded(Readers readers) {
    return Readers.none()
        .withResource(recorded(ResourceReader.class, readers.resource().orElseThrow()))
        .withChart(recorded(ChartReader.class, readers.chart().orElseThrow()))
        .withType(recorded(TypeReader.class, readers.type().orElseThrow()))
        .withHistory(recorded(HistoryReader.class, readers.history().orElseThrow()))
        .withNativeQuery(recorded(NativeQuery.class, readers.nativeQuery().orElseThrow()));
  }
}
