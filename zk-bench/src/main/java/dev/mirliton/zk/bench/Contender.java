package dev.mirliton.zk.bench;

import java.util.Locale;

/** Who is measured. */
enum Contender {
  RAW {
    @Override
    Driver connect(int port) throws Exception {
      return RawDriver.connect(port);
    }
  },
  OFFICIAL_NIO {
    @Override
    Driver connect(int port) throws Exception {
      return OfficialDriver.connect(port, OfficialDriver.NIO);
    }
  },
  OFFICIAL_NETTY {
    @Override
    Driver connect(int port) throws Exception {
      return OfficialDriver.connect(port, OfficialDriver.NETTY);
    }
  },
  MIRLITON_THREADS {
    @Override
    Driver connect(int port) throws Exception {
      return MirlitonDriver.connect(port, "threads");
    }
  },
  MIRLITON_LOOM {
    @Override
    Driver connect(int port) throws Exception {
      return MirlitonDriver.connect(port, "loom");
    }
  },
  MIRLITON_NIO {
    @Override
    Driver connect(int port) throws Exception {
      return MirlitonDriver.connect(port, "nio");
    }
  };

  /** Connects to the stub on that port of the loopback address. */
  abstract Driver connect(int port) throws Exception;

  /** Says the name as it is given to {@code -Dbench.contenders}: {@code official-nio}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a contender by what {@link #toString} says.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Contender named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
