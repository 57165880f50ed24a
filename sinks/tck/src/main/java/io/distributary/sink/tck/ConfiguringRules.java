package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.distributary.sink.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plugin's configuration record. */
final class ConfiguringRules {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          Boolean.class,
          Double.class,
          Duration.class,
          URI.class,
          Secret.class);
  private static final Pattern CREDENTIAL =
      Pattern.compile(".*(password|secret|token|credential|apikey)");

  private ConfiguringRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "configuring",
        List.of(
            new Rule(
                "configurationIsARecordOfTypesThatTheHostBinds",
                "The configuration is a record of the types that the contract lists.",
                ConfiguringRules::types),
            new Rule(
                "everyMissingComponentIsReportedAtOnce",
                "What is required and missing is reported in one InvalidConfigException, by name.",
                ConfiguringRules::missing),
            new Rule(
                "credentialsAreNeverShown",
                "Credentials are Secret, and the configuration's text does not show them.",
                ConfiguringRules::secrets)));
  }

  private static void types(Bench bench) {
    Class<? extends Record> type = bench.fixture().plugin().configType();
    assertThat(type.isRecord()).isTrue();
    assertThat(config(bench)).isInstanceOf(type);
    assertBindable(type);
  }

  private static void assertBindable(Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      Type type = component.getGenericType();
      Type item =
          type instanceof ParameterizedType list
                  && Set.of((Type) List.class, Set.class).contains(list.getRawType())
              ? list.getActualTypeArguments()[0]
              : type;
      assertThat(item).as(component.toString()).isInstanceOf(Class.class);
      Class<?> plain = (Class<?>) item;
      if (plain.isRecord()) {
        assertBindable(plain);
      } else {
        assertThat(plain.isEnum() || PLAIN.contains(plain)).as(component.toString()).isTrue();
      }
    }
  }

  private static void missing(Bench bench) throws Exception {
    Record whole = config(bench);
    RecordComponent[] components = whole.getClass().getRecordComponents();
    Set<String> required = new TreeSet<>();
    for (int i = 0; i < components.length; i++) {
      @Nullable Object[] values = values(whole);
      values[i] = null;
      if (!problems(whole.getClass(), values).isEmpty()) {
        required.add(components[i].getName());
      }
    }
    List<Problem> all = problems(whole.getClass(), new Object[components.length]);
    assertThat(all).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    assertThat(all.stream().map(Problem::path).collect(Collectors.toSet()))
        .as("what is reported when nothing is given")
        .containsAll(required);
  }

  private static List<Problem> problems(Class<?> type, @Nullable Object[] values)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    try {
      constructor.newInstance(values);
      return List.of();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidConfigException invalid) {
        return invalid.problems();
      }
      throw new AssertionError("Not an InvalidConfigException: " + e.getCause(), e);
    }
  }

  private static void secrets(Bench bench) throws Exception {
    Record whole = config(bench);
    @Nullable Object[] values = values(whole);
    RecordComponent[] components = whole.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName().toLowerCase(Locale.ROOT);
      if (CREDENTIAL.matcher(name).matches()) {
        assertThat(components[i].getType()).as(name).isEqualTo(Secret.class);
      }
      if (values[i] instanceof Secret secret && !secret.reveal().isEmpty()) {
        assertThat(whole.toString()).doesNotContain(secret.reveal());
      }
    }
  }

  private static Record config(Bench bench) {
    return bench.fixture().config(bench.namespace());
  }

  private static @Nullable Object[] values(Record record) throws ReflectiveOperationException {
    RecordComponent[] components = record.getClass().getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      components[i].getAccessor().setAccessible(true);
      values[i] = components[i].getAccessor().invoke(record);
    }
    return values;
  }
}
