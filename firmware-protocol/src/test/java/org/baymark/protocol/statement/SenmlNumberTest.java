package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A float means the shortest decimal that reads back as it, on every Java. */
class SenmlNumberTest {

  /** As CPython's repr writes them. */
  @Test
  void floatsAreTheirShortestDecimals() {
    String table =
        """
        0000000000000001 5e-324
        0000000000000002 1e-323
        3e70000000000000 5.960464477539063e-08
        3d30000000000000 5.684341886080802e-14
        0010000000000000 2.2250738585072014e-308
        7fefffffffffffff 1.7976931348623157e+308
        44b52d02c7e14af6 1e+23
        44c52d02c7e14af6 2e+23
        447c7e83209e90b2 8.41e+21
        000fffffffffffff 2.225073858507201e-308
        4340000000000000 9007199254740992.0
        3fb999999999999a 0.1
        3fd3333333333334 0.30000000000000004
        4059000000000000 100.0
        4580000000000000 6.189700196426902e+26
        3eb0000000000000 9.5367431640625e-07
        00a0000000000000 1.1392378155556871e-305
        0470000000000000 2.626903552830961e-287
        0840000000000000 6.057227193173887e-269
        0c10000000000000 1.3967014978599092e-250
        0fe0000000000000 3.220574384798567e-232
        13b0000000000000 7.426138930840468e-214
        1780000000000000 1.712351053912815e-195
        1b50000000000000 3.9484127069845653e-177
        1f20000000000000 9.104419837890877e-159
        22f0000000000000 2.0993362836147152e-140
        26c0000000000000 4.840739893561648e-122
        2a90000000000000 1.1161986242990967e-103
        2e60000000000000 2.5737787947340145e-85
        3230000000000000 5.934729841099874e-67
        3600000000000000 1.3684555315672042e-48
        39d0000000000000 3.1554436208840472e-30
        3da0000000000000 7.275957614183426e-12
        4170000000000000 16777216.0
        4540000000000000 3.8685626227668134e+25
        4910000000000000 8.92029807941225e+43
        4ce0000000000000 2.0568806966515076e+62
        50b0000000000000 4.7428439751604714e+80
        5480000000000000 1.093625362391506e+99
        5850000000000000 2.5217283965692467e+117
        5c20000000000000 5.814709794364855e+135
        5ff0000000000000 1.3407807929942597e+154
        63c0000000000000 3.091630018413807e+172
        6790000000000000 7.12881346503468e+190
        6b60000000000000 1.6437924692338667e+209
        6f30000000000000 3.790327373781028e+227
        7300000000000000 8.739899877464283e+245
        76d0000000000000 2.0152837033678636e+264
        7aa0000000000000 4.646927838993072e+282
        7e70000000000000 1.0715086071862673e+301
        """;
    for (String line : table.lines().toList()) {
      String[] columns = line.split(" ", -1);
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(columns[0], 16));
      assertSame(columns[1], value);
      assertSame("-" + columns[1], -value);
    }
    assertSame("0", 0.0);
    assertSame("0", -0.0);
  }

  private static void assertSame(String decimal, double value) {
    BigDecimal found = SenmlNumber.shortest(value);
    assertEquals(0, new BigDecimal(decimal).compareTo(found), decimal + " is not " + found);
  }

  @Test
  void noDecimalOfFewerDigitsReadsBack() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      BigDecimal shortest = SenmlNumber.shortest(value);
      assertEquals(value, shortest.doubleValue());
      int fewer = shortest.stripTrailingZeros().precision() - 1;
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        if (fewer > 0) {
          BigDecimal other = new BigDecimal(value).round(new MathContext(fewer, mode));
          assertFalse(other.doubleValue() == value, shortest + " and " + other);
        }
      }
    }
  }
}
