package org.baymark.protocol.inspect;

import java.util.Optional;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.TransparentStatement;

/** What receipts say, and whether they may. */
final class Receipts {
  private Receipts() {}

  /** Whose word it is, and what for. */
  static String claim(Receipt receipt) {
    String what =
        receipt
            .proof()
            .match(
                it -> "entry " + it.index() + " stands in the " + it.size() + " entries",
                it -> it.newSize() + " entries start with the " + it.oldSize());
    return what + " of " + receipt.origin() + ", says " + receipt.member() + " alone";
  }

  /** What {@code key} makes of it: the key of a receipt, or of who signed the statement. */
  static Verdict judge(TransparentStatement it, VerifyingKey key) {
    Optional<Receipt> own =
        it.receipts().stream().filter(one -> one.kid().equals(key.thumbprint())).findFirst();
    return own.filter(receipt -> key.suite() == Suite.ES256)
        .map(receipt -> judge(receipt, it.statement(), key))
        .orElseGet(() -> judge(it.statement(), key));
  }

  private static Verdict judge(Receipt receipt, Sign1 statement, VerifyingKey key) {
    ReceiptIssuer named = new ReceiptIssuer(receipt.origin(), receipt.member(), key);
    return receipt
        .includes(statement.encoded(), named)
        .match(
            head -> Verdict.right("the receipt by " + key + ", over " + head.root()),
            refused -> Verdict.wrong("the receipt: " + refused.detail()));
  }

  private static Verdict judge(Sign1 statement, VerifyingKey key) {
    return new Signed(statement, "", Optional.empty())
        .fault(key)
        .map(fault -> Verdict.wrong("the statement: " + fault))
        .orElseGet(() -> Verdict.right("the statement by " + key));
  }
}
