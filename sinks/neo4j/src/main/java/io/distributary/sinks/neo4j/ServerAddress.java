package io.distributary.sinks.neo4j;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One server, as the scheme of a URI says how to connect to it. {@code neo4j} is taken for the
 * server named, whatever cluster it belongs to: each of its members answers reads.
 */
record ServerAddress(String host, int port, Encryption encryption) {
  private static final int USUAL_PORT = 7687;

  /** Who is believed to be the server. */
  enum Encryption {
    /** Anybody; in plain text. */
    NONE,
    /** Whoever has a certificate for the host name that this JVM trusts. */
    TRUSTED,
    /** Whoever has any certificate. */
    ANY_CERTIFICATE
  }

  static ServerAddress of(URI uri) {
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return new ServerAddress(uri.getHost(), port, encryption(uri.getScheme()));
  }

  private static Encryption encryption(String scheme) {
    if (scheme.endsWith("+ssc")) {
      return Encryption.ANY_CERTIFICATE;
    }
    return scheme.endsWith("+s") ? Encryption.TRUSTED : Encryption.NONE;
  }

  /**
   * A connection to the server.
   *
   * @param below the plain one; the same as the other one without encryption
   */
  record Link(Socket below, Socket socket) implements Closeable {
    /** Without waiting: an encrypted one says good-bye, which nobody may be there to take. */
    @Override
    public void close() throws IOException {
      try {
        below.close();
      } finally {
        socket.close();
      }
    }
  }

  /** Each of its two steps takes no longer than the patience. */
  Link connect(Duration patience) throws IOException {
    int millis = (int) Math.min(Integer.MAX_VALUE, patience.toMillis());
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), millis);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return new Link(socket, encryption == Encryption.NONE ? socket : encrypted(socket, millis));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket encrypted(Socket plain, int millis) throws IOException {
    SSLSocket socket = (SSLSocket) sockets().createSocket(plain, host, port, true);
    if (encryption == Encryption.TRUSTED) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.setSoTimeout(millis);
    socket.startHandshake();
    socket.setSoTimeout(0);
    return socket;
  }

  private SSLSocketFactory sockets() throws IOException {
    try {
      if (encryption == Encryption.TRUSTED) {
        return SSLContext.getDefault().getSocketFactory();
      }
      SSLContext trusting = SSLContext.getInstance("TLS");
      trusting.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return trusting.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What {@code +ssc} asks for. */
  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
