package dev.mirliton.zk.testing.model;

/** What a server says to who sends a word of four letters instead of a handshake. */
final class FourLetterWords {
  /** Clients read the version from it; the rest is that this is none of theirs. */
  static final String VERSION = "3.9.5-model";

  private static final String NOT_SERVING =
      "This ZooKeeper instance is not currently serving requests\n";

  private FourLetterWords() {}

  /** Returns the answer; an empty one to what is not a word. */
  static String answer(String word, ServerCore server) {
    return switch (word) {
      case "ruok" -> "imok";
      case "isro" -> isro(server);
      case "srvr", "stat", "mntr", "conf", "cons", "wchs", "wchp", "envi" ->
          server.mode() == ServerMode.LOOKING ? NOT_SERVING : report(word, server);
      default -> "";
    };
  }

  private static String isro(ServerCore server) {
    return switch (server.mode()) {
      case LOOKING -> "null";
      case READ_ONLY -> "ro";
      default -> "rw";
    };
  }

  private static String report(String word, ServerCore server) {
    return switch (word) {
      case "srvr" -> banner(server) + state(server);
      case "stat" -> banner(server) + "Clients:\n" + connections(server) + "\n" + state(server);
      case "mntr" -> monitor(server);
      case "conf" -> configuration(server);
      case "cons" -> connections(server) + "\n";
      case "wchs" -> server.watches().summary() + "\n";
      case "wchp" -> server.watches().byPath() + "\n";
      default -> "Environment:\nzookeeper.version=" + VERSION + "\n";
    };
  }

  private static String banner(ServerCore server) {
    String version = "Zookeeper version: " + VERSION + "\n";
    return server.isReadOnly()
        ? version + "READ-ONLY mode; serving only read-only clients\n"
        : version;
  }

  private static String state(ServerCore server) {
    return "Connections: "
        + server.connections().size()
        + "\nOutstanding: "
        + outstanding(server)
        + "\nZxid: 0x"
        + Long.toHexString(server.lastZxid())
        + "\nMode: "
        + server.mode().text()
        + "\nNode count: "
        + server.tree().nodeCount()
        + "\n";
  }

  private static String monitor(ServerCore server) {
    return "zk_version\t"
        + VERSION
        + "\nzk_server_state\t"
        + server.mode().text()
        + "\nzk_num_alive_connections\t"
        + server.connections().size()
        + "\nzk_outstanding_requests\t"
        + outstanding(server)
        + "\nzk_znode_count\t"
        + server.tree().nodeCount()
        + "\nzk_watch_count\t"
        + server.watches().size()
        + "\nzk_global_sessions\t"
        + server.tree().sessions().size()
        + "\n";
  }

  private static String configuration(ServerCore server) {
    ModelOptions options = server.options();
    return "tickTime="
        + options.tick().toMillis()
        + "\nminSessionTimeout="
        + options.shortestSession().toMillis()
        + "\nmaxSessionTimeout="
        + options.longestSession().toMillis()
        + "\nserverId="
        + server.id()
        + "\n";
  }

  private static String connections(ServerCore server) {
    StringBuilder text = new StringBuilder();
    for (ServerConnection connection : server.connections()) {
      text.append(" /").append(connection.remoteAddress());
      text.append("(sid=0x").append(Long.toHexString(connection.sessionId()));
      text.append(",queued=").append(connection.outstanding()).append(")\n");
    }
    return text.toString();
  }

  private static int outstanding(ServerCore server) {
    return server.connections().stream().mapToInt(ServerConnection::outstanding).sum();
  }
}
