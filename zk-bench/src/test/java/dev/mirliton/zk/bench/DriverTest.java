package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DriverTest {
  private static final Duration LENGTH = Duration.ofMillis(100);

  @ParameterizedTest
  @CsvSource({
    "RAW, W1", "OFFICIAL_NIO, W1", "OFFICIAL_NETTY, W1",
    "RAW, W2", "OFFICIAL_NIO, W2", "OFFICIAL_NETTY, W2",
    "RAW, W4", "OFFICIAL_NIO, W4", "OFFICIAL_NETTY, W4"
  })
  void repliesCountUp(Contender contender, Workload workload) throws Exception {
    try (StubServer stub = StubServer.start();
        Driver driver = contender.connect(stub.port())) {
      Slice first = workload.run(driver, LENGTH);
      Slice second = workload.run(driver, LENGTH);

      assertTrue(first.operations() > 1, () -> "at first " + first);
      assertTrue(second.operations() > 1, () -> "then " + second);
      assertTrue(second.elapsedNs() >= LENGTH.toNanos(), () -> "too short: " + second);
      assertEquals(stub.answered(), first.operations() + second.operations());
    }
  }

  @Test
  void aLostServerEndsASliceWithAnError() throws Exception {
    StubServer stub = StubServer.start();
    try (Driver driver = OfficialDriver.connect(stub.port(), OfficialDriver.NIO)) {
      stub.close();

      assertThrows(Exception.class, () -> driver.pipelined(8, LENGTH));
      assertThrows(Exception.class, () -> driver.crowded(8, LENGTH));
    }
  }
}
