package io.distributary.sinks.elasticsearch;

import io.distributary.sink.ConfigProblems;
import io.distributary.sink.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where the index lies.
 *
 * @param uri the nodes, {@code http://} or {@code https://}, separated by commas
 * @param indexPrefix begins every physical name; default {@code distributary}; two views never
 *     share one
 * @param username together with {@code password}
 * @param apiKey as Elasticsearch hands it out (encoded); instead of a user name
 * @param shards of a new index; default 1
 * @param replicas of a new index; default one if there is a second node, else none
 * @param connectTimeout default 2 s
 * @param timeout of a write, and the longest silence of a read; default 10 s
 */
public record ElasticsearchConfig(
    String uri,
    String indexPrefix,
    @Nullable String username,
    @Nullable Secret password,
    @Nullable Secret apiKey,
    Integer shards,
    @Nullable Integer replicas,
    Duration connectTimeout,
    Duration timeout) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  /**
   * @throws io.distributary.sink.InvalidConfigException with everything that is wrong
   */
  public ElasticsearchConfig {
    indexPrefix = orElse(indexPrefix, "distributary");
    shards = orElse(shards, 1);
    connectTimeout = orElse(connectTimeout, Duration.ofSeconds(2));
    timeout = orElse(timeout, Duration.ofSeconds(10));
    new ConfigProblems()
        .require(uri, "uri")
        .check(uri == null || areNodes(uri), "uri", "must be http(s)://host:port, or several")
        .check(
            PREFIX.matcher(indexPrefix).matches(),
            "indexPrefix",
            "must be 1 to 100 lower-case letters, digits, - and _, and begin with one of the former")
        .check((username == null) == (password == null), "username", "goes with a password")
        .check(username == null || apiKey == null, "apiKey", "goes without a user name")
        .check(shards >= 1 && shards <= 1024, "shards", "must be 1 to 1024")
        .check(replicas == null || (replicas >= 0 && replicas <= 10), "replicas", "must be 0 to 10")
        .duration(connectTimeout, "connectTimeout", SHORTEST, LONGEST)
        .duration(timeout, "timeout", SHORTEST, LONGEST)
        .orThrow();
  }

  private static <T> T orElse(@Nullable T given, T absent) {
    return given == null ? absent : given;
  }

  private static List<String> split(String uri) {
    return Arrays.stream(uri.split(",", -1)).map(String::strip).toList();
  }

  private static boolean areNodes(String uri) {
    return split(uri).stream().allMatch(ElasticsearchConfig::isNode);
  }

  private static boolean isNode(String text) {
    try {
      URI uri = new URI(text);
      boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null;
      return scheme && bare && uri.getHost() != null && uri.getPath().matches("/?");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  HttpHost[] nodes() {
    return split(uri).stream()
        .map(URI::create)
        .map(ElasticsearchConfig::node)
        .toArray(HttpHost[]::new);
  }

  private static HttpHost node(URI uri) {
    int usual = uri.getScheme().equals("https") ? 443 : 9200;
    return new HttpHost(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort(), uri.getScheme());
  }
}
