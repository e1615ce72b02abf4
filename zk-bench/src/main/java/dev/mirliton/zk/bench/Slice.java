package dev.mirliton.zk.bench;

/**
 * What one contender did in one turn.
 *
 * @param operations how many reads were answered
 * @param elapsedNs how long it took
 * @param cpuNs processor time of the whole client process
 * @param allocatedBytes what all threads of the client process allocated on the heap
 * @param p50Ns median latency, or 0 where latency was not measured
 * @param p99Ns latency that 99 of 100 reads stayed within, or 0
 */
record Slice(
    long operations, long elapsedNs, long cpuNs, long allocatedBytes, long p50Ns, long p99Ns) {

  double operationsPerSecond() {
    return operations * 1e9 / elapsedNs;
  }

  double cpuMicrosPerOperation() {
    return cpuNs / 1e3 / operations;
  }

  double bytesPerOperation() {
    return (double) allocatedBytes / operations;
  }

  Slice withLatency(long p50Ns, long p99Ns) {
    return new Slice(operations, elapsedNs, cpuNs, allocatedBytes, p50Ns, p99Ns);
  }

  /** Says it on one line, for {@link #parse}. */
  String toLine() {
    return operations
        + " "
        + elapsedNs
        + " "
        + cpuNs
        + " "
        + allocatedBytes
        + " "
        + p50Ns
        + " "
        + p99Ns;
  }

  static Slice parse(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 6) {
      throw new IllegalArgumentException("not a slice: " + line);
    }
    return new Slice(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]));
  }
}
