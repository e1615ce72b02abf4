package dev.mirliton.zk.testing.simulation;

/**
 * One life of a simulated process, from its start to its end: its clock, its chance, its handlers.
 * Strands and timers belong to a life and end with it.
 */
final class Incarnation extends Actor {
  private static final double MILLION = 1e6;
  private static final long LARGEST_ORIGIN_NS = 1L << 60;
  private static final long LARGEST_DRIFT_PPM = 200;

  private final Kernel kernel;
  private final Network network;
  private final Host host;
  private final SimulatedParking parking;
  private final Chance chance;
  private final long originNs;
  private final double rate;

  Incarnation(Kernel kernel, Network network, Host host) {
    super(host.name(), kernel.nextActor());
    this.kernel = kernel;
    this.network = network;
    this.host = host;
    chance = kernel.chance(kernel.numbered("process " + host.name()));
    originNs = chance.between(-LARGEST_ORIGIN_NS, LARGEST_ORIGIN_NS);
    rate = 1 + chance.between(-LARGEST_DRIFT_PPM, LARGEST_DRIFT_PPM) / MILLION;
    parking = new SimulatedParking(this);
  }

  Kernel kernel() {
    return kernel;
  }

  Network network() {
    return network;
  }

  Host host() {
    return host;
  }

  SimulatedParking parking() {
    return parking;
  }

  Chance chance() {
    return chance;
  }

  /** Returns what this process's monotonic clock shows; it runs a little fast or slow. */
  long nanoTime() {
    return originNs + (long) (kernel.nowNs() * rate);
  }

  /** Returns how long {@code nanos} of this process's clock really are. */
  long trueNs(long nanos) {
    // One more, for what the clock rounds off: a timer is never early.
    return nanos >= Long.MAX_VALUE / 4 ? nanos : (long) Math.ceil(nanos / rate) + 1;
  }

  /** Returns a strand of this process; starting its thread gives it its first turn. */
  Thread unstarted(String name, Runnable body) {
    return kernel.strand(this, name, body).thread();
  }
}
