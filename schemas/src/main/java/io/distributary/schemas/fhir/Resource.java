package io.distributary.schemas.fhir;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR R4 resource: its exact bytes and the same as a tree. FHIR elements may be absent, single
 * or repeated; the accessors here make no difference between single and repeated.
 *
 * <p>A tree weighs several times as much as its text. {@link #withoutTree} lets go of it; whoever
 * asks for it nevertheless has it read again.
 */
public final class Resource {
  private final ResourceId id;
  private final byte[] json;
  private volatile @Nullable Map<String, @Nullable Object> tree;

  private Resource(ResourceId id, @Nullable Map<String, @Nullable Object> tree, byte[] json) {
    this.id = id;
    this.tree = tree;
    this.json = json;
  }

  /**
   * Reads a resource and checks what every view relies on: strict JSON within {@link
   * JsonLimits#RESOURCE}, {@code resourceType} and {@code id}, names of elements, dates that exist.
   * Whether the resource is valid FHIR beyond that is not asked.
   *
   * @param json UTF-8; kept, not copied
   * @throws InvalidResourceException with the first defect found
   */
  public static Resource parse(byte[] json) throws InvalidResourceException {
    return of(Json.parseObject(json, JsonLimits.RESOURCE), json);
  }

  /** A resource from a tree that somebody has read already; its bytes are the tree written anew. */
  public static Resource of(Map<String, @Nullable Object> tree) throws InvalidResourceException {
    byte[] json = Json.write(tree);
    if (json.length > JsonLimits.RESOURCE.bytes()) {
      throw new InvalidResourceException(Defect.TOO_LARGE, "");
    }
    return of(tree, json);
  }

  /** What the value of a deletion holds: type and id alone. */
  public static Resource tombstone(ResourceId id) {
    String json = "{\"resourceType\":\"" + id.type() + "\",\"id\":\"" + id.id() + "\"}";
    return new Resource(
        id,
        Map.of("resourceType", id.type(), "id", id.id()),
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static Resource of(Map<String, @Nullable Object> tree, byte[] json)
      throws InvalidResourceException {
    String type = textOf(tree, "resourceType", Defect.TYPE_MISSING);
    if (!ResourceId.isType(type)) {
      throw new InvalidResourceException(Defect.TYPE_INVALID, "resourceType");
    }
    String id = textOf(tree, "id", Defect.ID_MISSING);
    if (!ResourceId.isId(id)) {
      throw new InvalidResourceException(Defect.ID_INVALID, "id");
    }
    Elements.check(tree);
    return new Resource(new ResourceId(type, id), tree, json);
  }

  private static String textOf(Map<String, @Nullable Object> tree, String name, Defect missing)
      throws InvalidResourceException {
    if (tree.get(name) instanceof String text) {
      return text;
    }
    throw new InvalidResourceException(missing, name);
  }

  public ResourceId id() {
    return id;
  }

  public String type() {
    return id.type();
  }

  /** The unmodifiable tree; see {@link Json#parseObject} for the types in it. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> known = tree;
    if (known == null) {
      known = readAgain();
      tree = known;
    }
    return known;
  }

  private Map<String, @Nullable Object> readAgain() {
    try {
      return Json.parseObject(json, JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The bytes of a resource were changed", e);
    }
  }

  /** The same resource, without holding its tree in memory. */
  public Resource withoutTree() {
    return new Resource(id, null, json);
  }

  /** The exact bytes as they were given; not to be changed. */
  public byte[] json() {
    return json;
  }

  /**
   * All values at an element path, with lists opened at every step.
   *
   * @param path names joined by a dot, for example {@code name.given}
   * @return values that are there, never null; leaves or objects
   */
  public Stream<Object> values(String path) {
    return Elements.values(tree(), path).stream();
  }

  /** The texts among {@link #values}. */
  public Stream<String> texts(String path) {
    return values(path).filter(String.class::isInstance).map(String.class::cast);
  }

  /** The first of {@link #texts}. */
  public Optional<String> text(String path) {
    for (Object value : Elements.values(tree(), path)) {
      if (value instanceof String text) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  /** The literal references, see {@link References#of}. */
  public List<Reference> references() {
    return References.of(tree());
  }

  /** Type and id only. */
  @Override
  public String toString() {
    return id.toString();
  }
}
