package io.distributary.gateway.fhir;

import io.distributary.gateway.command.Refusal;
import io.distributary.gateway.command.Refusal.Kind;
import io.distributary.gateway.command.RefusedException;
import io.distributary.gateway.command.Write;
import io.distributary.schemas.ResourceId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a batch, as it was sent.
 *
 * @param request the texts of {@code entry.request}; empty when there is none
 * @param resource the bytes of {@code entry.resource}
 */
record BatchEntry(Map<String, String> request, byte @Nullable [] resource) {
  private static final Set<String> CONDITIONS =
      Set.of("ifNoneMatch", "ifModifiedSince", "ifMatch", "ifNoneExist");

  /**
   * The write that the entry asks for.
   *
   * @param source the CloudEvents source
   * @throws RefusedException when it asks for anything else, or wrongly
   */
  Write write(String source) throws RefusedException {
    refuseConditions();
    String url = text("url");
    return switch (text("method")) {
      case "PUT" -> Write.put(place(url), content(), source);
      case "POST" -> Write.create(type(url), content(), source);
      case "DELETE" -> new Write.Delete(place(url));
      case "GET", "HEAD", "PATCH" ->
          throw refused(
              Kind.NOT_SUPPORTED,
              "Only PUT, POST and DELETE are supported in a batch.",
              "request.method");
      default -> throw refused(Kind.MALFORMED, "The method is not one of HTTP.", "request.method");
    };
  }

  private void refuseConditions() throws RefusedException {
    Optional<String> condition =
        CONDITIONS.stream().filter(request::containsKey).sorted().findFirst();
    if (condition.isPresent()) {
      throw refused(
          Kind.NOT_SUPPORTED,
          "Conditional requests are not supported yet.",
          "request." + condition.get());
    }
    if (request.getOrDefault("url", "").contains("?")) {
      throw refused(
          Kind.NOT_SUPPORTED,
          "Conditional requests are not supported yet. Name the resource: Type/id.",
          "request.url");
    }
  }

  private String text(String name) throws RefusedException {
    String text = request.get(name);
    if (text == null) {
      throw refused(Kind.MALFORMED, "The entry has no request." + name + ".", "request." + name);
    }
    return text;
  }

  private static ResourceId place(String url) throws RefusedException {
    ResourceId place =
        ResourceId.tryParse(url)
            .orElseThrow(
                () ->
                    refused(Kind.MALFORMED, "The URL is not of the form Type/id.", "request.url"));
    type(place.type());
    return place;
  }

  private static String type(String url) throws RefusedException {
    if (!ResourceTypes.isKnown(url)) {
      throw refused(
          Kind.UNKNOWN_TYPE, "The URL does not name a resource type of FHIR R4.", "request.url");
    }
    return url;
  }

  private byte[] content() throws RefusedException {
    if (resource == null) {
      throw refused(Kind.MALFORMED, "The entry has no resource.", "resource");
    }
    return resource;
  }

  private static RefusedException refused(Kind kind, String message, String element) {
    return new RefusedException(new Refusal(kind, message, element));
  }

  /** The method alone. */
  @Override
  public String toString() {
    return request.getOrDefault("method", "");
  }
}
