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
          Sink.class,
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
    if (result instanceof Sink<?> sink) {
      return recorded(Sink.class, sink);
    } else if (result instanceof Projection<?> projection) {
      return recorded(Projection.class, projection);
    } else if (result instanceof Maintenance maintenance) {
      return recorded(Maintenance.class, maintenance);
    } else if (result instanceof Readers readers) {
      return new Readers(
          readers.resource().map(reader -> recorded(ResourceReader.class, reader)),
          readers.chart().map(reader -> recorded(ChartReader.class, reader)),
          readers.type().map(reader -> recorded(TypeReader.class, reader)),
          readers.history().map(reader -> recorded(HistoryReader.class, reader)),
          readers.nativeQuery().map(query -> recorded(NativeQuery.class, query)));
    }
    return result;
  }
}
