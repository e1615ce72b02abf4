package dev.mirliton.zk.protocol.session;

/**
 * The latest time at which the ensemble is <em>known</em> to have heard of the session: when
 * something was sent that it has answered since. The answer's arrival would be too late a time to
 * count from. It never goes back.
 */
final class Hearing {
  private final SessionOutput output;
  private long connectSentNs;
  private long heardNs;
  private long toldNs;
  private boolean quorum;

  Hearing(SessionOutput output) {
    this.output = output;
  }

  void connectSent(long nowNs) {
    connectSentNs = nowNs;
  }

  /**
   * The connect request was answered.
   *
   * @param quorum whether the server belongs to one; another cannot keep the session alive
   */
  void connected(boolean quorum) {
    this.quorum = quorum;
    heardNs = connectSentNs;
    tell();
  }

  /** Something that was sent at {@code sentNs} was answered. */
  void answered(long sentNs) {
    if (sentNs - heardNs > 0) {
      heardNs = sentNs;
    }
  }

  /** A batch of bytes was read to its end. */
  void tellIfNew() {
    if (heardNs != toldNs) {
      tell();
    }
  }

  private void tell() {
    toldNs = heardNs;
    if (quorum) {
      output.heardByServer(heardNs);
    }
  }
}
