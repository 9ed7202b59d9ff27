package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** All twelve cases are refused, so a slip of the pen would not show: this is what they are. */
class TamingCasesTest {
  private static final BigInteger P_MINUS_1 = Edwards.P.subtract(BigInteger.ONE);

  /** Table 6a of the paper: the cofactored equation holds in all, the other one not in 4 and 5. */
  @Test
  void theEquationsHoldAsThePaperSays() {
    for (int i = 0; i < 12; i++) {
      TamingCases.Case it = TamingCases.ALL.get(i);
      Bytes r = it.signature().slice(0, 32);
      BigInteger s = Edwards.number(it.signature().slice(32, 64));
      Bytes hashedR = i == 8 ? Edwards.little(P_MINUS_1) : r;
      Bytes hashedKey = i == 10 ? Edwards.little(P_MINUS_1) : it.key();
      BigInteger h = Edwards.challenge(hashedR, hashedKey, it.message());
      Edwards left = Edwards.BASE.times(s);
      Edwards right = Edwards.decode(r).plus(Edwards.decode(it.key()).times(h));
      assertEquals(!List.of(4, 5).contains(i), left.plus(Edwards.NEUTRAL).equals(right), it.note());
      BigInteger eight = BigInteger.valueOf(8);
      assertEquals(left.times(eight), right.times(eight), it.note());
      assertEquals(List.of(6, 7).contains(i), s.compareTo(Edwards.L) >= 0, it.note());
    }
  }
}
