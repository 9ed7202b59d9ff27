package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.junit.jupiter.api.Test;

/** Numbers are written exactly, in the shortest of their forms, or not at all. */
class SenmlNumberWriteTest {

  private static CborWriter write(String number) {
    CborWriter out = new CborWriter();
    SenmlNumber.write(out, new BigDecimal(number));
    return out;
  }

  @Test
  void whatIsWrittenReadsBack() throws RefusalException {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("0", "00");
    numbers.put("0.00", "00");
    numbers.put("-0.5", "c4822024");
    numbers.put("1E+3", "1903e8");
    numbers.put("9223372036854775807", "1b7fffffffffffffff");
    numbers.put("-9223372036854775808", "3b7fffffffffffffff");
    numbers.put("9223372036854775810", "c482011b0ccccccccccccccd");
    numbers.put("9223372036854775807E+18", "c482121b7fffffffffffffff");
    numbers.put("1E+30", "c482121b000000e8d4a51000");
    numbers.put("1E-18", "c4823101");
    numbers.put("1E+19", "c482120a");
    for (Map.Entry<String, String> one : numbers.entrySet()) {
      CborWriter out = write(one.getKey());
      assertEquals(one.getValue(), out.toBytes().hex(), one.getKey());
      BigDecimal read = SenmlNumber.read(CborReader.open(out.toBytes()));
      assertEquals(0, read.compareTo(new BigDecimal(one.getKey())), one.getKey());
    }
  }

  @Test
  void whatHasNoFormIsNotWritten() {
    assertThrows(IllegalArgumentException.class, () -> write("1E-19"));
    for (String number :
        new String[] {
          "9223372036854775809", "1E+37", "1E+400", "1E+2000000000", "1.00000000000000000001"
        }) {
      assertThrows(RuntimeException.class, () -> write(number), number);
    }
  }
}
