package dev.mirliton.zk.testing.simulation;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One machine of the simulated network: an address, who listens there, and its connections. */
final class Host {
  private static final int FIRST_FREE_PORT = 32_768;

  private final String name;
  private final InetAddress address;
  private final Map<Integer, Listener> listeners = new LinkedHashMap<>();
  private final Set<End> ends = new LinkedHashSet<>();
  private boolean up = true;
  private int isolations;

  private int nextPort = FIRST_FREE_PORT;

  /**
   * Somebody who takes connections.
   *
   * @param hasRoom whether one more can be taken; while not, whoever knocks gets no answer
   * @param accept gets this side's end of each connection
   */
  record Listener(Actor actor, BooleanSupplier hasRoom, Consumer<End> accept) {}

  Host(String name, InetAddress address) {
    this.name = name;
    this.address = address;
  }

  String name() {
    return name;
  }

  InetAddress address() {
    return address;
  }

  Map<Integer, Listener> listeners() {
    return listeners;
  }

  /** Returns a port that nobody here had before. */
  int freePort() {
    while (listeners.containsKey(nextPort)) {
      nextPort++;
    }
    return nextPort++;
  }

  /** Returns the connections' ends that this machine knows of. */
  Set<End> ends() {
    return ends;
  }

  /** Whether it has power: one that has not answers nothing, not even with a refusal. */
  boolean isUp() {
    return up;
  }

  void up(boolean to) {
    up = to;
  }

  /** Whether packets from and to it get lost. */
  boolean isIsolated() {
    return isolations > 0;
  }

  void isolate() {
    isolations++;
  }

  void connect() {
    isolations--;
  }

  @Override
  public String toString() {
    return name;
  }
}
