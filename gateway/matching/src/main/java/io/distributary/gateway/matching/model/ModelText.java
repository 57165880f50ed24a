package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models as JSON. */
public final class ModelText {
  private static final int FORMAT = 1;
  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 16, 4_000_000);

  private ModelText() {}

  /**
   * The model that ships, for systems that have nothing to learn from yet: of made-up people in
   * households, with names as common as in the United States.
   */
  public static Model common() {
    try (InputStream text =
        Objects.requireNonNull(ModelText.class.getResourceAsStream("common-model.json"))) {
      return read(text.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidModelException e) {
      throw new IllegalStateException("The model that ships cannot be read", e);
    }
  }

  /** UTF-8; the same model makes the same bytes. */
  public static byte[] write(Model model) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      fields.put(field.word(), write(model, field));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("distributaryModel", FORMAT);
    tree.put("name", model.name());
    tree.put("records", model.records());
    tree.put("persons", model.persons());
    tree.put("matches", model.priors().matches());
    tree.put("relatives", model.priors().relatives());
    tree.put("fields", fields);
    return Json.write(tree);
  }

  private static Map<String, Object> write(Model model, Field field) {
    int f = field.place();
    Parameters parameters = model.parameters();
    Map<String, Object> tree = new LinkedHashMap<>();
    List<Object> levels = new ArrayList<>();
    for (int level = Field.SAME; level < field.levelCount(); level++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("level", field.levels().get(level - 1).words());
      one.put("m", parameters.m()[f][level]);
      one.put("u", parameters.u()[f][level]);
      levels.add(one);
    }
    tree.put("levels", levels);
    Dependency dependency = parameters.dependencies()[f];
    if (dependency != null) {
      tree.put("parent", Field.at(dependency.parent()).word());
      tree.put("information", dependency.information());
      tree.put("corrections", rows(dependency.corrections()));
    }
    if (field.hasFrequencies()) {
      tree.put("rest", model.rest().getOrDefault(field, 1.0 / model.persons()));
      tree.put("values", new TreeMap<>(model.values().getOrDefault(field, Map.of())));
      List<Object> aliases = new ArrayList<>();
      model
          .aliases()
          .getOrDefault(field, List.of())
          .forEach(alias -> aliases.add(List.of(alias.a(), alias.b(), alias.weight())));
      tree.put("aliases", aliases);
    }
    return tree;
  }

  private static List<Object> rows(double[][] table) {
    List<Object> rows = new ArrayList<>();
    for (double[] row : table) {
      List<Object> cells = new ArrayList<>();
      for (double cell : row) {
        cells.add(cell);
      }
      rows.add(cells);
    }
    return rows;
  }

  /**
   * Reads a model.
   *
   * @throws InvalidModelException with the path of what is wrong
   */
  public static Model read(byte[] utf8) throws InvalidModelException {
    Tree tree = new Tree(parse(utf8), "");
    if (tree.number("distributaryModel") != FORMAT) {
      throw new InvalidModelException("distributaryModel", "is not " + FORMAT);
    }
    Parameters parameters =
        new Parameters(
            new double[Field.COUNT][], new double[Field.COUNT][], new Dependency[Field.COUNT]);
    Map<Field, Map<String, Double>> values = new EnumMap<>(Field.class);
    Map<Field, Double> rest = new EnumMap<>(Field.class);
    Map<Field, List<Model.Alias>> aliases = new EnumMap<>(Field.class);
    Tree fields = tree.tree("fields");
    for (Field field : Field.values()) {
      Tree ofField = fields.tree(field.word());
      parameters.m()[field.place()] = ofField.levels("m", field);
      parameters.u()[field.place()] = ofField.levels("u", field);
      if (ofField.has("parent")) {
        parameters.dependencies()[field.place()] = ofField.dependency(field);
      }
      if (field.hasFrequencies()) {
        rest.put(field, ofField.share("rest"));
        values.put(field, ofField.tree("values").numbers());
        aliases.put(field, ofField.aliases());
      }
    }
    return new Model(
        tree.text("name"),
        tree.count("records"),
        tree.count("persons"),
        new Priors(tree.share("matches"), tree.number("relatives")),
        parameters,
        values,
        rest,
        aliases);
  }

  private static Map<String, @Nullable Object> parse(byte[] utf8) throws InvalidModelException {
    try {
      return Json.parseObject(utf8, LIMITS);
    } catch (InvalidResourceException e) {
      throw new InvalidModelException("", "(" + e.defect() + ")");
    }
  }

  /** An object with its path. */
  private record Tree(Map<?, ?> fields, String path) {
    private String at(String name) {
      return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
      return fields.containsKey(name);
    }

    /** From 1. */
    int count(String name) throws InvalidModelException {
      double count = number(name);
      if (!(count >= 1 && count <= Integer.MAX_VALUE)) {
        throw new InvalidModelException(at(name), "is not at least 1");
      }
      return (int) count;
    }

    private <T> T get(String name, Class<T> type, String what) throws InvalidModelException {
      Object value = fields.get(name);
      if (!type.isInstance(value)) {
        throw new InvalidModelException(at(name), "is not " + what);
      }
      return type.cast(value);
    }

    Tree tree(String name) throws InvalidModelException {
      return new Tree(get(name, Map.class, "an object"), at(name));
    }

    String text(String name) throws InvalidModelException {
      return get(name, String.class, "a text");
    }

    double number(String name) throws InvalidModelException {
      return get(name, Number.class, "a number").doubleValue();
    }

    /** Above 0, at most 1. */
    double share(String name) throws InvalidModelException {
      double share = number(name);
      if (!(share > 0 && share <= 1)) {
        throw new InvalidModelException(at(name), "is not above 0 and at most 1");
      }
      return share;
    }

    Map<String, Double> numbers() throws InvalidModelException {
      Map<String, Double> numbers = new TreeMap<>();
      for (Object name : fields.keySet()) {
        numbers.put((String) name, share((String) name));
      }
      return numbers;
    }

    double[] levels(String name, Field field) throws InvalidModelException {
      List<?> levels = get("levels", List.class, "a list");
      if (levels.size() != field.levels().size()) {
        throw new InvalidModelException(
            at("levels"), "are not the " + field.levels().size() + " of this version");
      }
      double[] shares = new double[field.levelCount()];
      for (int i = 0; i < levels.size(); i++) {
        Object level = levels.get(i);
        String place = at("levels[" + i + "]");
        if (!(level instanceof Map<?, ?> map)) {
          throw new InvalidModelException(place, "is not an object");
        }
        shares[i + 1] = new Tree(map, place).share(name);
      }
      return shares;
    }

    Dependency dependency(Field field) throws InvalidModelException {
      String parent = text("parent");
      Field found =
          Stream.of(Field.values())
              .filter(other -> other.word().equals(parent) && other != field)
              .findFirst()
              .orElseThrow(() -> new InvalidModelException(at("parent"), "is no other field"));
      List<?> rows = get("corrections", List.class, "a list");
      double[][] corrections = new double[found.levelCount()][field.levelCount()];
      for (int row = 0; row < corrections.length; row++) {
        for (int cell = 0; cell < corrections[row].length; cell++) {
          corrections[row][cell] = cell(rows, row, cell);
        }
      }
      return new Dependency(found.place(), corrections, number("information"));
    }

    private double cell(List<?> rows, int row, int cell) throws InvalidModelException {
      if (row < rows.size()
          && rows.get(row) instanceof List<?> cells
          && cell < cells.size()
          && cells.get(cell) instanceof Number number) {
        return number.doubleValue();
      }
      throw new InvalidModelException(
          at("corrections[" + row + "][" + cell + "]"), "is not a number");
    }

    List<Model.Alias> aliases() throws InvalidModelException {
      List<Model.Alias> aliases = new ArrayList<>();
      for (Object alias : get("aliases", List.class, "a list")) {
        if (!(alias instanceof List<?> parts
            && parts.size() == 3
            && parts.get(0) instanceof String a
            && parts.get(1) instanceof String b
            && parts.get(2) instanceof Number weight)) {
          throw new InvalidModelException(at("aliases"), "are not lists of two texts and a weight");
        }
        aliases.add(new Model.Alias(a, b, weight.doubleValue()));
      }
      return aliases;
    }
  }
}
