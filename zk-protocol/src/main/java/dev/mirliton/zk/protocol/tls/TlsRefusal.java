package dev.mirliton.zk.protocol.tls;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsTrust;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says why a connection through TLS failed, in words that name what to do: the JDK's own name the
 * step of the protocol.
 */
public final class TlsRefusal {
  private static final String MORE = " (docs/errors.md#tls)";
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  private final TlsOptions options;
  private final Hosts.Server server;

  /** Creates one for connections to {@code server}. */
  public TlsRefusal(TlsOptions options, Hosts.Server server) {
    this.options = options;
    this.server = server;
  }

  /**
   * Returns {@code failure}, or one that says more, with {@code failure} as its cause.
   *
   * @param opened whether our side had finished the handshake
   */
  public IOException explain(IOException failure, boolean opened) {
    String why = failure instanceof SSLException ? ofTls(failure) : ofStream(failure, opened);
    return why.isEmpty() ? failure : new IOException(why + MORE, failure);
  }

  private String ofStream(IOException failure, boolean opened) {
    if (failure instanceof SocketTimeoutException) {
      return "";
    }
    if (!opened) {
      // Refused before anything was sent, for one, is nothing that TLS has a part in.
      return failure instanceof EOFException
          ? "the server closed the connection in the middle of the TLS handshake; perhaps it speaks"
              + " no TLS at this port"
          : "";
    }
    // Under TLS 1.3 a client is done before the server has looked at its certificate. What the
    // server then says may be lost, when it closes the connection while we still send.
    return "the server closed the connection right after the TLS handshake; perhaps it "
        + (hasKeys() ? "refused the client certificate" : "requires a client certificate");
  }

  private boolean hasKeys() {
    return options.keys() != null || options.context() != null;
  }

  private String ofTls(IOException failure) {
    String said = String.valueOf(failure.getMessage());
    Matcher alert = ALERT.matcher(said);
    if (alert.find()) {
      return ofAlert(alert.group(1));
    }
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the server's certificate has expired";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "the server's certificate is not valid yet";
      }
      if (cause instanceof CertPathBuilderException) {
        return "the server's certificate was issued by nobody whom this client trusts: " + trust();
      }
      // The last in the chain: what is wrong with a certificate is the cause of a general failure.
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return "the server's certificate does not fit host "
            + expected()
            + ": "
            + cause.getMessage();
      }
    }
    if (said.contains("Unsupported or unrecognized SSL message")
        || said.contains("Not an SSL/TLS record")) {
      return "the server does not speak TLS at this port";
    }
    return "TLS failed: " + said;
  }

  private String expected() {
    return options.serverName() == null ? server.host() : options.serverName();
  }

  private String trust() {
    if (options.context() != null) {
      return "its SSLContext";
    }
    return switch (options.trust()) {
      case TlsTrust.Jdk jdk -> "the JDK's trust store";
      case TlsTrust.Anybody anybody -> "anybody";
      case TlsTrust.Pem pem -> pem.files().toString();
      case TlsTrust.Store store -> store.file().toString();
    };
  }

  private String ofAlert(String alert) {
    String what =
        switch (alert) {
          case "certificate_required" -> required();
          case "bad_certificate" -> hasKeys() ? refused() : required();
          case "unknown_ca",
              "certificate_unknown",
              "certificate_expired",
              "certificate_revoked",
              "unsupported_certificate",
              "access_denied" ->
              refused();
          case "protocol_version", "handshake_failure", "insufficient_security" ->
              "the server and this client have no TLS version or cipher suite in common"
                  + ", or "
                  + required().replaceFirst("the server", "it");
          case "unrecognized_name" -> "the server does not know the name " + expected();
          default -> "the server ended the TLS handshake";
        };
    return what + " (alert " + alert + ")";
  }

  private String required() {
    return hasKeys()
        ? "the server requires a client certificate, and trusts the issuer of none of this client's"
        : "the server requires a client certificate, and this client has none";
  }

  private static String refused() {
    return "the server refused the client certificate";
  }
}
