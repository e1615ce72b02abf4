package dev.mirliton.zk.testing.trace;

import dev.mirliton.zk.testing.trace.RunSummary.ScheduledFault;
import dev.mirliton.zk.testing.trace.RunSummary.Setting;
import dev.mirliton.zk.testing.trace.TraceEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A run as a simulation would leave it: five clients contend for a lock on three servers, the
 * holder is cut off, the leader crashes, the holder's session expires, and the holder goes on.
 */
final class LockRun {
  static final String FAILURE = "two hold /job/lock at once: client b and client d";

  private static final String[] CLIENTS = {
    "client a", "client b", "client c", "client d", "client e"
  };
  private static final String[] SERVERS = {"server 1", "server 2", "server 3"};
  private static final long CUT = 1;
  private static final long CRASH = 2;
  private static final long STALL = 3;

  private final List<TraceEvent> events = new ArrayList<>();
  private long messages;

  private LockRun() {}

  static Timeline timeline() {
    LockRun run = new LockRun();
    run.play();
    run.events.sort(Comparator.comparingLong(TraceEvent::timeNanos));
    return new Timeline(summary(), run.events);
  }

  static RunSummary summary() {
    return new RunSummary(
        -4711082,
        FAILURE,
        "mvn -q verify -pl zk-it -Dit.test=LockSimulationIT -Dsimulation.seed=-4711082",
        List.of(
            new ScheduledFault(
                Duration.ofSeconds(12), Duration.ofMillis(5_100), "cut client b from every server"),
            new ScheduledFault(
                Duration.ofMillis(13_200), Duration.ofSeconds(6), "crash server 2, the leader")),
        List.of(
            new Setting("clients", "5"),
            new Setting("servers", "3"),
            new Setting("session timeout", "4 s"),
            new Setting("scenario", "each takes /job/lock, writes, gives it back")));
  }

  private void play() {
    open();
    lock(0, 400, 1_900);
    lock(2, 2_000, 3_100);
    lock(4, 3_200, 4_000);
    at(4_400, Kind.FAULT, "server 3", STALL, "stall server 3 for 700 ms");
    at(5_100, Kind.HEALED, "server 3", STALL, "server 3 runs again");
    pings();
    cutOff();
    crash();
    expire();
    heal();
  }

  private void open() {
    at(0, Kind.ELECTION, "server 1", 0, "looking");
    at(0, Kind.ELECTION, "server 2", 0, "looking");
    at(0, Kind.ELECTION, "server 3", 0, "looking");
    message(1, 2, "server 1", "server 2", "vote for server 2, epoch 0");
    message(2, 2, "server 3", "server 2", "vote for server 2, epoch 0");
    at(6, Kind.ELECTION, "server 2", 0, "leader of epoch 1");
    at(9, Kind.ELECTION, "server 1", 0, "follower of server 2");
    at(10, Kind.ELECTION, "server 3", 0, "follower of server 2");
    for (int client = 0; client < CLIENTS.length; client++) {
      int begin = 20 + 11 * client;
      at(begin, Kind.CONNECTED, CLIENTS[client], 0, "to " + server(client));
      message(begin + 1, 1.2, CLIENTS[client], server(client), "connect, timeout 4 s");
      at(
          begin + 6,
          Kind.SESSION,
          CLIENTS[client],
          0x100 + client,
          "0x10" + client + " opened, timeout 4 s");
      message(begin + 6, 1.4, server(client), CLIENTS[client], "connected, session 0x10" + client);
      at(begin + 8, Kind.STATE, CLIENTS[client], 0, "CONNECTED");
    }
  }

  private void lock(int client, int from, int to) {
    create(client, from);
    at(from + 9, Kind.NOTE, CLIENTS[client], client + 1, "holds /job/lock");
    message(from + 400, 1.1, CLIENTS[client], server(client), "setData /job/ledger, xid 4");
    message(from + 404, 1.1, server(client), CLIENTS[client], "xid 4 ok, version " + client);
    at(to, Kind.NOTE, CLIENTS[client], client + 1, "gives /job/lock back");
    message(
        to + 1,
        1.3,
        CLIENTS[client],
        server(client),
        "delete /job/lock/c" + client + "-lock-000000000" + client + ", xid 5");
    message(to + 5, 0.9, server(client), CLIENTS[client], "xid 5 ok");
  }

  private void create(int client, int from) {
    String node = "/job/lock/c" + client + "-lock-000000000" + client;
    message(from, 1.2, CLIENTS[client], server(client), "create " + node + ", xid 3");
    if (!server(client).equals("server 2")) {
      message(from + 2, 0.8, server(client), "server 2", "forward create " + node);
    }
    message(from + 4, 0.7, "server 2", "server 1", "propose 0x1000000" + client + " create");
    message(from + 4, 0.9, "server 2", "server 3", "propose 0x1000000" + client + " create");
    message(from + 5, 0.6, "server 1", "server 2", "ack 0x1000000" + client);
    message(from + 6, 1.2, server(client), CLIENTS[client], "xid 3 ok, " + node);
  }

  private void pings() {
    for (int time = 5_200; time < 11_500; time += 1_300) {
      for (int client = 0; client < CLIENTS.length; client++) {
        message(time + 17 * client, 1, CLIENTS[client], server(client), "ping");
        message(time + 17 * client + 2, 1, server(client), CLIENTS[client], "ping, answered");
      }
    }
  }

  private void cutOff() {
    create(1, 11_600);
    at(11_609, Kind.NOTE, "client b", 2, "holds /job/lock");
    create(3, 11_700);
    message(11_712, 1, "client d", "server 1", "exists /job/lock/c1-lock-0000000001, watch, xid 6");
    message(11_716, 1, "server 1", "client d", "xid 6 ok, watching");
    at(12_000, Kind.FAULT, TraceEvent.NETWORK, CUT, "cut client b from every server");
    lost(12_300, 1, "client b", "server 2", "setData /job/ledger, xid 9");
    lost(12_900, 1, "client b", "server 2", "ping");
    at(14_000, Kind.DISCONNECTED, "client b", 0, "from server 2: no byte for 2 s");
    at(14_001, Kind.STATE, "client b", 0, "SUSPENDED, no server answers");
    lost(14_100, 1, "client b", "server 3", "connect, session 0x101");
  }

  private void crash() {
    at(13_200, Kind.FAULT, "server 2", CRASH, "crash of server 2");
    at(13_201, Kind.DISCONNECTED, "client e", 0, "from server 2: reset");
    at(13_202, Kind.STATE, "client e", 0, "SUSPENDED");
    at(13_600, Kind.ELECTION, "server 1", 0, "looking");
    at(13_601, Kind.ELECTION, "server 3", 0, "looking");
    message(13_602, 1, "server 1", "server 3", "vote for server 3, epoch 1");
    message(13_603, 1, "server 3", "server 1", "vote for server 3, epoch 1");
    at(13_806, Kind.ELECTION, "server 3", 0, "leader of epoch 2");
    at(13_810, Kind.ELECTION, "server 1", 0, "follower of server 3");
    at(13_900, Kind.CONNECTED, "client e", 0, "to server 3");
    message(13_901, 1, "client e", "server 3", "connect, session 0x104");
    message(13_905, 1, "server 3", "client e", "connected, session 0x104");
    at(13_907, Kind.STATE, "client e", 0, "CONNECTED");
  }

  private void expire() {
    at(16_000, Kind.SESSION, "client b", 0x101, "0x101 expired, says server 3");
    message(16_000.5, 0.8, "server 3", "server 1", "propose 0x200000001 closeSession 0x101");
    message(16_002, 0.8, "server 1", "server 3", "ack 0x200000001");
    message(16_004, 1.1, "server 1", "client d", "deleted /job/lock/c1-lock-0000000001");
    message(16_006, 1.2, "client d", "server 1", "children /job/lock, xid 7");
    message(16_009, 1.2, "server 1", "client d", "xid 7 ok, [c3-lock-0000000003]");
    at(16_011, Kind.NOTE, "client d", 4, "holds /job/lock");
    at(16_011, Kind.FAILURE, "client d", 0, FAILURE);
    at(16_050, Kind.STATE, "client b", 0, "LOST, session 0x101 can no longer live");
    at(16_051, Kind.NOTE, "client b", 2, "gives /job/lock back");
  }

  private void heal() {
    at(17_100, Kind.HEALED, TraceEvent.NETWORK, CUT, "client b reaches every server");
    at(17_200, Kind.CONNECTED, "client b", 0, "to server 1");
    at(19_200, Kind.HEALED, "server 2", CRASH, "server 2 starts again");
  }

  private static String server(int client) {
    return SERVERS[client % SERVERS.length];
  }

  private void message(double millis, double underway, String from, String to, String text) {
    messages++;
    at(millis, Kind.SENT, from, messages, text);
    at(millis + underway, Kind.RECEIVED, to, messages, text);
  }

  private void lost(double millis, double underway, String from, String to, String text) {
    messages++;
    at(millis, Kind.SENT, from, messages, text);
    at(millis + underway, Kind.LOST, to, messages, text);
  }

  private void at(double millis, Kind kind, String lane, long number, String text) {
    events.add(new TraceEvent(Math.round(millis * 1_000_000), kind, lane, number, text));
  }
}
