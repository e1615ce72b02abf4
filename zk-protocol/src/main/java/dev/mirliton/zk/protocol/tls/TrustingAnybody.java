package dev.mirliton.zk.protocol.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Checks nothing, as the user asked. The JDK still refuses keys and signatures that it holds to be
 * broken.
 */
final class TrustingAnybody implements X509TrustManager {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
