package dev.mirliton.zk.testing.model;

/** What a server is to its ensemble, and so to its clients. */
enum ServerMode {
  /** Not part of a quorum: serves nobody. */
  LOOKING("looking"),
  /** All there is. */
  STANDALONE("standalone"),
  LEADER("leader"),
  FOLLOWER("follower"),
  OBSERVER("observer"),
  /** Not part of a quorum: serves reads to those who do not mind. */
  READ_ONLY("read-only");

  private final String text;

  ServerMode(String text) {
    this.text = text;
  }

  /** Returns how the four-letter words put it. */
  String text() {
    return text;
  }
}
