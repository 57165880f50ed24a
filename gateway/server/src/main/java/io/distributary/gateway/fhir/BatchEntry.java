package io.distributary.gateway.fhir;

import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.gateway.write.Rejection;
import io.distributary.gateway.write.Rejection.RejectionKind;
import io.distributary.gateway.write.Write;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a batch, as it was sent.
 *
 * @param request the texts of {@code entry.request}; empty when there is none
 * @param resource the bytes of {@code entry.resource}
 */
record BatchEntry(Map<String, String> request, byte @Nullable [] resource) {
  private static final Pattern READ = Pattern.compile("([^/]+/[^/_$][^/]*)(?:/_history/([^/]+))?");
  private static final Set<String> CONDITIONS =
      Set.of("ifNoneMatch", "ifModifiedSince", "ifMatch", "ifNoneExist");

  /**
   * What the entry asks for.
   *
   * @param source the CloudEvents source
   * @throws RejectedWriteException when that is not done here, or is asked for wrongly
   */
  BatchStep step(String source) throws RejectedWriteException {
    String method = text("method");
    String url = text("url");
    refuseConditions(method);
    return switch (method) {
      case "PUT" -> new BatchStep.Writing(Write.put(place(url), content(), source));
      case "POST" -> new BatchStep.Writing(Write.create(type(url), content(), source));
      case "DELETE" -> new BatchStep.Writing(new Write.Delete(place(url)));
      case "GET", "HEAD" -> reading(url, method.equals("GET"));
      case "PATCH" ->
          throw refused(
              RejectionKind.NOT_SUPPORTED,
              "PATCH is not supported: PUT the whole.",
              "request.method");
      default ->
          throw refused(
              RejectionKind.MALFORMED, "The method is not one of HTTP.", "request.method");
    };
  }

  private static BatchStep reading(String url, boolean content) throws RejectedWriteException {
    Matcher read = READ.matcher(url);
    if (!read.matches()) {
      String message =
          ResourceTypes.isKnown(url)
              ? "Search is not supported yet. Read Type/id."
              : "Of reads only Type/id and Type/id/_history/vid are supported in a batch.";
      throw refused(RejectionKind.NOT_SUPPORTED, message, "request.url");
    }
    ResourceId id = place(read.group(1));
    if (read.group(2) == null) {
      return new BatchStep.Reading(id, Optional.empty(), content);
    }
    Optional<Version> version = Versions.parse(read.group(2));
    if (version.isEmpty()) {
      throw refused(RejectionKind.NOT_FOUND, "There is no such version.", "request.url");
    }
    return new BatchStep.Reading(id, version, content);
  }

  private void refuseConditions(String method) throws RejectedWriteException {
    Optional<String> condition =
        CONDITIONS.stream().filter(request::containsKey).sorted().findFirst();
    if (condition.isPresent()) {
      throw refused(
          RejectionKind.NOT_SUPPORTED,
          "Conditional requests are not supported yet.",
          "request." + condition.get());
    }
    if (text("url").contains("?")) {
      throw refused(
          RejectionKind.NOT_SUPPORTED,
          Set.of("GET", "HEAD").contains(method)
              ? "Searches and parameters are not supported in a batch. Read Type/id."
              : "Conditional requests are not supported yet. Name the resource: Type/id.",
          "request.url");
    }
  }

  private String text(String name) throws RejectedWriteException {
    String text = request.get(name);
    if (text == null) {
      throw refused(
          RejectionKind.MALFORMED, "The entry has no request." + name + ".", "request." + name);
    }
    return text;
  }

  private static ResourceId place(String url) throws RejectedWriteException {
    ResourceId place =
        ResourceId.tryParse(url)
            .orElseThrow(
                () ->
                    refused(
                        RejectionKind.MALFORMED,
                        "The URL is not of the form Type/id, an id being 1 to 64 letters, digits,"
                            + " hyphens and dots.",
                        "request.url"));
    type(place.type());
    return place;
  }

  private static String type(String url) throws RejectedWriteException {
    if (!ResourceTypes.isKnown(url)) {
      throw refused(
          RejectionKind.UNKNOWN_TYPE,
          "The URL does not name a resource type of FHIR R4.",
          "request.url");
    }
    return url;
  }

  private byte[] content() throws RejectedWriteException {
    if (resource == null) {
      throw refused(RejectionKind.MALFORMED, "The entry has no resource.", "resource");
    }
    return resource;
  }

  private static RejectedWriteException refused(
      RejectionKind kind, String message, String element) {
    return new RejectedWriteException(new Rejection(kind, message, element));
  }

  /** The method alone. */
  @Override
  public String toString() {
    return request.getOrDefault("method", "");
  }
}
