package io.distributary.gateway.http;

import io.distributary.gateway.config.GatewayConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes: a sound URL, and (as nobody is authenticated yet) a {@code Host} and
 * an {@code Origin} that are ours, so that no web page elsewhere can speak to a gateway on this
 * machine.
 */
final class Guard {
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::\\d{1,5})?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\]");
  private static final int MAX_PARAMETERS = 64;

  private final String host;
  private final boolean everyHost;
  private volatile String lastOurs = "";

  Guard(GatewayConfig.Http config) {
    this.host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    this.everyHost = config.allowInsecure() && List.of("0.0.0.0", "[::]").contains(host);
  }

  /** What every answer tells a browser. */
  static void protect(HttpServerResponse response) {
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }

  void check(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    protect(ctx.response());
    checkFraming(ctx);
    Target target = Target.of(request);
    checkUrl(target.path());
    checkHost(target.authority());
    checkOrigin(request, target.authority());
    ctx.next();
  }

  /**
   * Where a body ends is known only if it comes in chunks or with its length (RFC 9112, 6.1 and
   * 6.3); otherwise nothing more on the connection can be understood.
   */
  private static void checkFraming(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    List<String> codings = request.headers().getAll("Transfer-Encoding");
    if (codings.isEmpty()) {
      return;
    }
    if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
      hangUp(ctx);
      throw new HttpError(
          501, "not-supported", "The only Transfer-Encoding that is understood is chunked.");
    }
    if (request.headers().contains("Content-Length") || request.version() != HttpVersion.HTTP_1_1) {
      hangUp(ctx);
      throw HttpError.invalid("The length of the body is told in two ways, or by an old client.");
    }
  }

  private static void hangUp(RoutingContext ctx) {
    ctx.response().putHeader("Connection", "close");
    ctx.addEndHandler(end -> ctx.request().connection().close());
  }

  private static void checkUrl(String uri) {
    int question = uri.indexOf('?');
    String path = decoded(question < 0 ? uri : uri.substring(0, question));
    String query = question < 0 ? "" : uri.substring(question + 1);
    if (decoded(query).chars().anyMatch(Character::isISOControl)
        || path.chars().anyMatch(Character::isISOControl)
        || path.contains("\\")) {
      throw HttpError.invalid("The URL holds a character that is not allowed.");
    }
    if (path.contains("/.") && hasDots(List.of(path.split("/", -1)))) {
      throw HttpError.invalid("The URL's path holds . or .. segments.");
    }
    if (query.chars().filter(c -> c == '&').count() >= MAX_PARAMETERS) {
      throw HttpError.invalid("The URL has more than " + MAX_PARAMETERS + " parameters.");
    }
  }

  private static boolean hasDots(List<String> segments) {
    return segments.contains("..") || segments.contains(".");
  }

  /** Percent escapes resolved. */
  private static String decoded(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '%') ? text : unescaped(text);
  }

  private static String unescaped(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw HttpError.invalid("The URL holds a character that is not allowed.");
      }
      bytes.put((byte) (c == '%' ? escaped(text, i) : c));
      i += c == '%' ? 2 : 0;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw HttpError.invalid("The URL's escapes are not UTF-8.");
    }
  }

  private static int escaped(String text, int at) {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw HttpError.invalid("The URL holds a broken escape.");
    }
    return high * 16 + low;
  }

  private void checkHost(Optional<String> authority) {
    if (authority.isPresent() && !isOurs(authority.get())) {
      throw new HttpError(
          421, "security", "This gateway does not answer under that host name (DNS rebinding).");
    }
  }

  /** A client says the same in all of its requests. */
  private boolean isOurs(String authority) {
    if (!authority.equals(lastOurs)) {
      if (!names(authority)) {
        return false;
      }
      lastOurs = authority;
    }
    return true;
  }

  private boolean names(String authority) {
    var matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    return everyHost || LOOPBACK.matcher(name).matches() || name.equalsIgnoreCase(host);
  }

  private static void checkOrigin(HttpServerRequest request, Optional<String> authority) {
    @Nullable String origin = request.getHeader("Origin");
    if (origin != null && !authority.map(ours -> origin.equals("http://" + ours)).orElse(false)) {
      throw new HttpError(403, "security", "Requests of other web sites are not answered.");
    }
  }
}
