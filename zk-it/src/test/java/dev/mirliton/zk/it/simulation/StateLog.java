package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.StateListener;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;

/** What a client said of its connection, and when. */
final class StateLog implements StateListener {
  private final Simulation simulation;
  private final List<Told> changes = new ArrayList<>();

  /** One change, at a true time. */
  record Told(long atNs, StateChange change) {
    long sessionId() {
      return change.session() == null ? 0 : change.session().id();
    }

    boolean isConnected() {
      return change.state() == ConnectionState.CONNECTED;
    }

    @Override
    public String toString() {
      return "%d ms: %s (%s) of 0x%x"
          .formatted(atNs / 1_000_000, change.state(), change.detail(), sessionId());
    }
  }

  StateLog(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void onStateChange(StateChange change) {
    changes.add(new Told(simulation.nanoTime(), change));
  }

  List<Told> changes() {
    return changes;
  }
}
