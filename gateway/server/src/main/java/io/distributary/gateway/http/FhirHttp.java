package io.distributary.gateway.http;

import io.distributary.gateway.fhir.Pretty;
import io.distributary.gateway.fhir.ResourceTypes;
import io.distributary.gateway.query.Freshness;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** FHIR's rules for headers and parameters (R4, RESTful API, http://hl7.org/fhir/R4/http.html). */
final class FhirHttp {
  static final String CONTENT_TYPE = "application/fhir+json;charset=utf-8";

  /** Reading 16 MiB would hold up an event loop. */
  private static final int READ_AT_ONCE = 32 << 10;

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> JSON =
      Set.of("json", "application/json", "application/fhir+json", "text/json");
  private static final Set<String> WILDCARDS = Set.of("*/*", "application/*", "text/*");
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
      if (!supported.contains(name)) {
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

  /** Refuses to answer in anything but JSON. */
  static void checkFormat(RoutingContext ctx) {
    List<String> formats = ctx.queryParam("_format");
    if (!formats.isEmpty()) {
      // A plus sign in a query stands for a space.
      if (!formats.stream().allMatch(f -> JSON.contains(mediaType(f.replace(' ', '+'))))) {
        throw notAcceptable();
      }
      return;
    }
    String accept = ctx.request().getHeader("Accept");
    if (accept != null && !accept.isBlank() && !accepts(accept)) {
      throw notAcceptable();
    }
  }

  private static boolean accepts(String accept) {
    for (String range : accept.split(",", -1)) {
      String type = mediaType(range);
      if ((JSON.contains(type) || WILDCARDS.contains(type))
          && !range.replace(" ", "").matches(".*;q=0(\\.0*)?(;.*)?")) {
        return true;
      }
    }
    return false;
  }

  private static HttpError notAcceptable() {
    return new HttpError(
        406, "not-supported", "Only JSON is served: application/fhir+json or application/json.");
  }

  /** Refuses a body that is not said to be JSON. */
  static void checkContentType(RoutingContext ctx) {
    String given = ctx.request().getHeader("Content-Type");
    boolean json = given != null && JSON.contains(mediaType(given));
    boolean utf8 =
        given == null
            || !given.toLowerCase(Locale.ROOT).contains("charset")
            || given.toLowerCase(Locale.ROOT).contains("utf-8");
    if (!json || !utf8) {
      throw new HttpError(
          415,
          "not-supported",
          "The Content-Type is not application/fhir+json or application/json, in UTF-8.");
    }
  }

  /** Refuses conditions on a write: none is ever ignored. */
  static void refuseConditions(RoutingContext ctx) {
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
    if (!ResourceTypes.isKnown(type)) {
      throw new HttpError(
          404, "not-supported", "The URL does not name a resource type of FHIR R4.", "");
    }
    return type;
  }

  /** The resource that the URL names. */
  static ResourceId id(RoutingContext ctx) {
    String type = type(ctx);
    String id = ctx.pathParam("id");
    if (!ResourceId.isId(id)) {
      throw new HttpError(
          400, "invalid", "The id is not 1 to 64 letters, digits, hyphens and dots.", "id");
    }
    return new ResourceId(type, id);
  }

  static boolean prefers(RoutingContext ctx, String preference) {
    return ctx.request().headers().getAll("Prefer").stream()
        .flatMap(header -> List.of(header.split("[,;]", -1)).stream())
        .anyMatch(one -> one.replace(" ", "").equalsIgnoreCase(preference));
  }

  /** The FHIR service as this client addresses it, without a slash at its end. */
  static String base(RoutingContext ctx) {
    String host = ctx.request().getHeader("Host");
    return "http://" + (host == null ? "localhost" : host) + "/fhir";
  }

  static String etag(Version version) {
    return "W/\"" + version + "\"";
  }

  static void versionHeaders(HttpServerResponse response, Version version, Instant at) {
    response.putHeader("ETag", etag(version)).putHeader("Last-Modified", HTTP_DATE.format(at));
  }

  static void freshnessHeaders(HttpServerResponse response, Freshness freshness) {
    response.putHeader("Distributary-View", freshness.view());
    freshness
        .position()
        .ifPresent(position -> response.putHeader("Distributary-Position", position.encode()));
  }

  /** Reads a body: at once, or on a worker when that would hold up an event loop. */
  static <T> Future<T> read(RoutingContext ctx, byte[] body, Callable<T> reading) {
    if (body.length > READ_AT_ONCE) {
      return ctx.vertx().executeBlocking(reading, false);
    }
    try {
      return Future.succeededFuture(reading.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  static Future<Void> send(RoutingContext ctx, int status, byte[] json) {
    @Nullable String pretty = ctx.queryParams().get("_pretty");
    ctx.response().setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE);
    return PacedAnswer.send(ctx, "true".equals(pretty) ? Pretty.print(json) : json);
  }

  private static String mediaType(String header) {
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
