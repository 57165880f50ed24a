package io.distributary.gateway.config;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree of maps, lists and scalars to records and collects every problem with its path:
 * unknown names, wrong types, and what the records' own constructors refuse. An environment
 * variable stands over the file: {@code DISTRIBUTARY_HTTP_PORT} over {@code http.port}, {@code
 * DISTRIBUTARY_VIEWS_0_CONFIG_PASSWORD} over {@code views[0].config.password}.
 */
public final class ConfigBinder {
  private final Map<String, String> environment;

  public ConfigBinder(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @param tree of maps, lists and scalars, as YAML is read; null for nothing
   * @param path where the tree stands in the whole, for problems and for names of variables; empty
   *     for the whole
   * @throws InvalidConfigException with all problems
   */
  public <R extends Record> R bind(Class<R> type, @Nullable Object tree, String path) {
    Binding binding = new Binding();
    Object bound = binding.record(type, tree, path);
    if (bound == null || !binding.problems.isEmpty()) {
      throw new InvalidConfigException(binding.problems);
    }
    return type.cast(bound);
  }

  /** One run over one tree. */
  private final class Binding {
    private final List<Problem> problems = new ArrayList<>();

    @Nullable Object record(Class<?> type, @Nullable Object node, String path) {
      if (node != null && !(node instanceof Map)) {
        return problem(path, "is not a group of names and values");
      }
      Map<?, ?> map = node == null ? Map.of() : (Map<?, ?>) node;
      RecordComponent[] components = type.getRecordComponents();
      reportUnknown(map, components, path);
      @Nullable Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        values[i] = component(components[i], map, child(path, components[i].getName()));
      }
      return construct(type, components, values, path);
    }

    private @Nullable Object component(RecordComponent component, Map<?, ?> map, String path) {
      Object node = map.get(component.getName());
      if (Scalars.isSecret(component.getType())) {
        return secret(node, map.get(component.getName() + Scalars.FILE), path);
      }
      Optional<String> variable = variable(path);
      if (variable.isPresent()) {
        return value(component.getGenericType(), variable.get(), path);
      }
      boolean part = component.getType().isRecord() && !Scalars.isScalar(component.getType());
      return node == null && !part ? null : value(component.getGenericType(), node, path);
    }

    private @Nullable Object secret(@Nullable Object node, @Nullable Object file, String path) {
      if (node != null) {
        return problem(
            path,
            "is a secret; give its file as "
                + path
                + Scalars.FILE
                + ", or "
                + variableName(path)
                + " in the environment");
      }
      try {
        return Scalars.secret(variable(path), Optional.ofNullable(file).map(Object::toString))
            .orElse(null);
      } catch (IllegalArgumentException e) {
        return problem(path + Scalars.FILE, String.valueOf(e.getMessage()));
      }
    }

    private @Nullable Object value(Type type, @Nullable Object node, String path) {
      if (type instanceof ParameterizedType generic) {
        return container(generic, node, path);
      }
      Class<?> raw = (Class<?>) type;
      if (raw == Object.class) {
        return node;
      }
      if (raw.isRecord() && !Scalars.isScalar(raw)) {
        return record(raw, node, path);
      }
      if (node == null || node instanceof Map || node instanceof List) {
        return problem(path, "is not a single value");
      }
      try {
        return Scalars.read(raw, node.toString());
      } catch (IllegalArgumentException e) {
        return problem(path, String.valueOf(e.getMessage()));
      }
    }

    private @Nullable Object container(ParameterizedType type, @Nullable Object node, String path) {
      Class<?> raw = (Class<?>) type.getRawType();
      Type[] arguments = type.getActualTypeArguments();
      return raw == Map.class ? map(arguments[1], node, path) : list(raw, arguments[0], node, path);
    }

    private @Nullable Object map(Type valueType, @Nullable Object node, String path) {
      if (!(node instanceof Map<?, ?> map)) {
        return problem(path, "is not a group of names and values");
      }
      Map<String, @Nullable Object> bound = new LinkedHashMap<>();
      map.forEach(
          (name, value) ->
              bound.put(
                  String.valueOf(name),
                  value(valueType, value, child(path, String.valueOf(name)))));
      return bound;
    }

    /** A list, or a text with commas in it, as the environment gives one. */
    private @Nullable Object list(Class<?> raw, Type itemType, @Nullable Object node, String path) {
      List<?> items =
          node instanceof String text
              ? Arrays.asList(text.split("\\s*,\\s*", -1))
              : node instanceof List<?> list ? list : null;
      if (items == null) {
        return problem(path, "is not a list");
      }
      List<Object> bound = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        Object item = value(itemType, items.get(i), path + "[" + i + "]");
        if (item != null) {
          bound.add(item);
        }
      }
      return raw == Set.class ? new LinkedHashSet<>(bound) : bound;
    }

    private @Nullable Object construct(
        Class<?> type, RecordComponent[] components, @Nullable Object[] values, String path) {
      try {
        Class<?>[] types =
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        report(e.getCause(), path);
        return null;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Not a record that can be made: " + type.getName(), e);
      }
    }

    private void report(@Nullable Throwable refused, String path) {
      if (refused instanceof InvalidConfigException invalid) {
        invalid.problems().stream()
            .map(problem -> path.isEmpty() ? problem : problem.within(path))
            .forEach(this::reportOnce);
      } else if (refused instanceof IllegalArgumentException) {
        reportOnce(new Problem(path, String.valueOf(refused.getMessage())));
      } else {
        throw new IllegalStateException("A configuration record failed at " + path, refused);
      }
    }

    /**
     * A value that could not be bound is null for its record, which then misses it: one problem is
     * enough.
     */
    private void reportOnce(Problem problem) {
      if (problems.stream().noneMatch(known -> isAtOrWithin(known.path(), problem.path()))) {
        problems.add(problem);
      }
    }

    private void reportUnknown(Map<?, ?> map, RecordComponent[] components, String path) {
      Set<String> known =
          Arrays.stream(components)
              .map(Scalars::nameInFile)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      for (Object name : map.keySet()) {
        boolean literalSecret = Arrays.stream(components).anyMatch(c -> c.getName().equals(name));
        if (!known.contains(String.valueOf(name)) && !literalSecret) {
          problem(
              child(path, String.valueOf(name)),
              "is not known here. Known: " + String.join(", ", known));
        }
      }
    }

    private @Nullable Object problem(String path, String message) {
      problems.add(new Problem(path, message));
      return null;
    }
  }

  private static boolean isAtOrWithin(String path, String outer) {
    return path.equals(outer) || path.startsWith(outer + ".") || path.startsWith(outer + "[");
  }

  private Optional<String> variable(String path) {
    return Optional.ofNullable(environment.get(variableName(path)));
  }

  private static String variableName(String path) {
    return "DISTRIBUTARY_"
        + path.replaceAll("[.\\[]", "_")
            .replace("]", "")
            .replace("-", "_")
            .toUpperCase(java.util.Locale.ROOT);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
