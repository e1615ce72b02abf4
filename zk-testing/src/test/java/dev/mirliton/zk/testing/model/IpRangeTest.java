package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.1.2.0/24, 10.1.2.255, true",
    "10.1.2.0/24, 10.1.3.0, false",
    "10.1.2.2/31, 10.1.2.3, true",
    "10.1.2.2/31, 10.1.2.4, false",
    "0.0.0.0/0, 200.1.1.1, true",
    "0.0.0.0/0, ::1, false",
    "fe80::/10, fe80:0:0:0:1:2:3:4, true",
    "fe80::/10, fec0::1, false",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, true",
    "::1, 0:0:0:0:0:0:0:1, true"
  })
  void addressIsInRangeOrNot(String range, String address, boolean expected) {
    IpRange parsed = IpRange.parse(range);

    assertNotNull(parsed);
    assertEquals(expected, parsed.contains(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-1", "1.2.3.4/33",
        "1.2.3.4/-1", "1.2.3.4/x", "1.2.3.4/", "1:2:3", "1::2::3", "12345::", "g::",
        "1:2:3:4:5:6:7::8", ":1:2:3:4:5:6:7"
      })
  void whatIsNoRangeIsNone(String text) {
    assertNull(IpRange.parse(text));
  }
}
