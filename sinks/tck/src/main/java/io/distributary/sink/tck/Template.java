package io.distributary.sink.tck;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one resource type in {@code templates.json}. Texts that hold {@code $word} are drawn
 * ({@link Draw}); a field {@code ?name} is there or not; {@code ["$many", x]} is one to three draws
 * of {@code x}.
 */
record Template(Map<String, @Nullable Object> shape) {
  private static final Map<String, @Nullable Object> SHAPES = load();

  static Set<String> types() {
    return SHAPES.keySet();
  }

  /** The shape of a type; empty for a type that the kit does not know. */
  @SuppressWarnings("unchecked") // every value of the file is an object
  static Template of(String type) {
    Object shape = SHAPES.get(type);
    return new Template(shape == null ? Map.of() : (Map<String, @Nullable Object>) shape);
  }

  /** A resource of this shape; the fields in the template's order. */
  Map<String, @Nullable Object> fill(ResourceId id, Draw draw) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("resourceType", id.type());
    tree.put("id", id.id());
    fillInto(tree, shape, draw);
    return tree;
  }

  private static void fillInto(Map<String, @Nullable Object> tree, Map<?, ?> shape, Draw draw) {
    for (Map.Entry<?, ?> field : shape.entrySet()) {
      String name = (String) field.getKey();
      boolean optional = name.startsWith("?");
      if (!optional || draw.coin()) {
        tree.put(optional ? name.substring(1) : name, value(field.getValue(), draw));
      }
    }
  }

  private static @Nullable Object value(@Nullable Object shape, Draw draw) {
    if (shape instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      fillInto(tree, map, draw);
      return tree;
    }
    if (shape instanceof List<?> list) {
      return items(list, draw);
    }
    return shape instanceof String text && text.contains("$") ? draw.value(text) : shape;
  }

  private static List<@Nullable Object> items(List<?> shape, Draw draw) {
    boolean many = Objects.equals(shape.get(0), "$many");
    int times = many ? 1 + draw.below(3) : 1;
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      shape.stream().skip(many ? 1 : 0).forEach(item -> items.add(value(item, draw)));
    }
    return items;
  }

  private static Map<String, @Nullable Object> load() {
    try (InputStream file = Template.class.getResourceAsStream("templates.json")) {
      return Json.parseObject(Objects.requireNonNull(file).readAllBytes(), JsonLimits.RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The kit's templates are broken", e);
    }
  }
}
