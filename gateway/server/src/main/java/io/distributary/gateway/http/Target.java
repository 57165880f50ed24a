package io.distributary.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is addressed to (RFC 9112, 3.2): a path, or a whole URL, whose host counts then,
 * whatever the {@code Host} says.
 *
 * @param authority host and perhaps port; empty when an old client names none
 * @param path with its query
 */
record Target(Optional<String> authority, String path) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(|/.*)");

  static Target of(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll("Host");
    if (hosts.size() > 1 || hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
      throw HttpError.invalid("There is not one Host header.");
    }
    String uri = request.uri();
    if (uri.startsWith("/")) {
      return new Target(hosts.stream().findFirst(), uri);
    }
    Matcher absolute = ABSOLUTE.matcher(uri);
    if (!absolute.matches()) {
      throw HttpError.invalid("The request is addressed neither to a path nor to a URL with one.");
    }
    if (!absolute.group(1).equalsIgnoreCase("http")) {
      throw new HttpError(421, "security", "This gateway answers http alone.");
    }
    return new Target(Optional.of(absolute.group(2)), absolute.group(3));
  }
}
