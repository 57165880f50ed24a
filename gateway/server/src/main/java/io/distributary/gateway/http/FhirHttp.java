package io.distributary.gateway.http;

import io.distributary.gateway.fhir.Pretty;
import io.distributary.gateway.fhir.ResourceTypes;
import io.distributary.gateway.query.Budget.Share;
import io.distributary.gateway.query.Freshness;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** FHIR's rules for headers and parameters (R4, RESTful API, http://hl7.org/fhir/R4/http.html). */
final class FhirHttp {
  static final String CONTENT_TYPE = "application/fhir+json;charset=utf-8";

  /** Printing 16 MiB would hold up an event loop. */
  private static final int PRINT_AT_ONCE = 32 << 10;

  private static final Set<String> JSON =
      Set.of("json", "application/json", "application/fhir+json", "text/json");
  private static final Set<String> WILDCARDS = Set.of("*/*", "application/*", "text/*");
  private static final String FHIR_VERSION = "4.0";
  private static final List<String> GENERAL = List.of("_format", "_pretty");
  private static final List<String> CONDITIONS =
      List.of(
          "If-Match", "If-None-Match", "If-None-Exist", "If-Modified-Since", "If-Unmodified-Since");

  private FhirHttp() {}

  /** Refuses what this server would otherwise have to ignore. */
  static void checkParameters(RoutingContext ctx) {
    checkParameters(ctx, List.of());
  }

  /**
   * @param more parameters that are supported here
   */
  static void checkParameters(RoutingContext ctx, List<String> more) {
    if (prefers(ctx, "handling=lenient")) {
      return;
    }
    List<String> supported = Stream.concat(more.stream(), GENERAL.stream()).toList();
    for (String name : ctx.queryParams().names()) {
      if (!supported.contains(name) && !isPartOfFormat(ctx, name)) {
        throw new HttpError(
            400,
            "not-supported",
            "There is a parameter that is not supported here. Supported: "
                + String.join(", ", supported)
                + ". (Prefer: handling=lenient ignores others.)",
            name.matches("[A-Za-z0-9_:.-]{1,64}") ? name : "");
      }
    }
  }

  /**
   * A semicolon, too, ends a parameter of a URL. So of {@code _format=json;fhirVersion=4.0} the
   * second half comes as a parameter of its own.
   */
  private static boolean isPartOfFormat(RoutingContext ctx, String name) {
    return name.equals("fhirVersion") && ctx.queryParams().contains("_format");
  }

  /** Refuses to answer in anything but JSON of FHIR R4. */
  static void checkFormat(RoutingContext ctx) {
    List<String> formats = ctx.queryParam("_format");
    if (!formats.isEmpty()) {
      if (!formats.stream().map(FhirHttp::format).allMatch(FhirHttp::isServed)
          || !ctx.queryParam("fhirVersion").stream().allMatch(FHIR_VERSION::equals)) {
        throw notAcceptable();
      }
      return;
    }
    List<MediaType> ranges = MediaType.all(ctx.request().headers().getAll("Accept"));
    if (!ranges.isEmpty() && ranges.stream().noneMatch(FhirHttp::isWelcome)) {
      throw notAcceptable();
    }
  }

  /** A plus sign in a query stands for a space. */
  private static MediaType format(String text) {
    MediaType named = MediaType.of(text);
    return new MediaType(named.type().replace(' ', '+'), named.parameters());
  }

  private static boolean isWelcome(MediaType range) {
    return range.quality() > 0
        && (isServed(range) || WILDCARDS.contains(range.type()) && isOfR4(range));
  }

  private static boolean isServed(MediaType type) {
    return JSON.contains(type.type()) && isOfR4(type);
  }

  /**
   * Whether no other version of FHIR is meant (R4,
   * http://hl7.org/fhir/R4/http.html#version-parameter).
   */
  private static boolean isOfR4(MediaType type) {
    return type.parameter("fhirversion").orElse(FHIR_VERSION).equals(FHIR_VERSION);
  }

  private static HttpError notAcceptable() {
    return new HttpError(
        406,
        "not-supported",
        "Only JSON of FHIR R4 is served: application/fhir+json or application/json, with"
            + " fhirVersion=4.0 if any.");
  }

  /** Refuses a body that is not said to be JSON of FHIR R4. */
  static void checkContentType(RoutingContext ctx) {
    String given = ctx.request().getHeader("Content-Type");
    MediaType type = MediaType.of(given == null ? "" : given);
    if (!JSON.contains(type.type()) || !type.isUtf8()) {
      throw new HttpError(
          415,
          "not-supported",
          "The Content-Type is not application/fhir+json or application/json, in UTF-8.");
    }
    if (!isOfR4(type)) {
      throw new HttpError(
          415, "not-supported", "The Content-Type's fhirVersion is not 4.0: only FHIR R4 is read.");
    }
  }

  /** Refuses conditions on a write, and a write of a part: neither is ever ignored. */
  static void refuseConditions(RoutingContext ctx) {
    if (ctx.request().headers().contains("Content-Range")) {
      throw new HttpError(
          400,
          "not-supported",
          "A resource is written as a whole: Content-Range is not supported.",
          "Content-Range");
    }
    for (String header : CONDITIONS) {
      if (ctx.request().headers().contains(header)) {
        throw new HttpError(
            400, "not-supported", header + " is not supported on a write yet.", header);
      }
    }
  }

  /** The resource type that the URL names. */
  static String type(RoutingContext ctx) {
    String type = ctx.pathParam("type");
    if (type.startsWith("$")) {
      throw noOperation();
    }
    if (!ResourceTypes.isKnown(type)) {
      throw new HttpError(
          404, "not-supported", "The URL does not name a resource type of FHIR R4.", "");
    }
    return type;
  }

  /** The resource that the URL names. */
  static ResourceId id(RoutingContext ctx) {
    String type = type(ctx);
    refuseUnknownOperation(ctx);
    String id = ctx.pathParam("id");
    if (!ResourceId.isId(id)) {
      throw new HttpError(
          400, "invalid", "The id is not 1 to 64 letters, digits, hyphens and dots.", "id");
    }
    return new ResourceId(type, id);
  }

  /** What stands where an id stands, and is the name of an operation, is none that is known. */
  static void refuseUnknownOperation(RoutingContext ctx) {
    String id = ctx.pathParam("id");
    if (id != null && id.startsWith("$")) {
      throw noOperation();
    }
  }

  private static HttpError noOperation() {
    return new HttpError(
        404,
        "not-supported",
        "There is no such operation here. Known: Patient/$match, Patient/{id}/$everything.");
  }

  static boolean prefers(RoutingContext ctx, String preference) {
    return ctx.request().headers().getAll("Prefer").stream()
        .flatMap(header -> List.of(header.split("[,;]", -1)).stream())
        .anyMatch(one -> one.replace(" ", "").equalsIgnoreCase(preference));
  }

  /** The FHIR service as this client addresses it, without a slash at its end. */
  static String base(RoutingContext ctx) {
    return "http://" + Target.of(ctx.request()).authority().orElse("localhost") + "/fhir";
  }

  /**
   * The tag of a version. A weak one: pretty or not, it is the same.
   *
   * @param version has no quotes
   */
  static String etag(String version) {
    return "W/\"" + version + "\"";
  }

  static void versionHeaders(RoutingContext ctx, Version version, Instant at) {
    ctx.etag(etag(version.toString())).lastModified(DateFormatter.format(Date.from(at)));
  }

  static void freshnessHeaders(HttpServerResponse response, Freshness freshness) {
    response.putHeader("Distributary-View", freshness.view());
    freshness
        .position()
        .ifPresent(position -> response.putHeader("Distributary-Position", position.encode()));
  }

  static Future<Void> send(RoutingContext ctx, int status, byte[] json) {
    ctx.response().setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE);
    return "true".equals(ctx.queryParams().get("_pretty"))
        ? pretty(ctx, json).compose(text -> PacedAnswer.send(ctx, text))
        : PacedAnswer.send(ctx, json);
  }

  private static Future<byte[]> pretty(RoutingContext ctx, byte[] json) {
    HttpMethod method = ctx.request().method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    Optional<Share> share = Callers.first(ctx);
    return json.length > PRINT_AT_ONCE
        ? ctx.vertx().executeBlocking(() -> pretty(json, share, reads), false)
        : Future.succeededFuture(pretty(json, share, reads));
  }

  /** Without memory for it a read is refused; what has been done already is answered as it is. */
  private static byte[] pretty(byte[] json, Optional<Share> share, boolean reads) {
    long length = Pretty.length(json);
    if (share.isEmpty() || share.get().growNow(length)) {
      return Pretty.print(json, length);
    }
    if (reads) {
      throw new HttpError(
          503, "transient", "There is no memory for a pretty answer now. Ask without _pretty.");
    }
    return json;
  }
}
