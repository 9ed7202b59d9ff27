package org.baymark.protocol.vectors;

import java.util.List;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptSigner;
import org.baymark.protocol.receipt.TransparentStatement;

/** Receipts and a transparent statement of a short log, and all their breaks. */
record ReceiptSamples(StructureVectors to) {
  static final ReceiptSigner ALPHA =
      new ReceiptSigner(
          Story.ORIGIN,
          Story.ALPHA,
          TestKeys.of("receipts key of alpha", TestKeys.SENSOR.verifyingKey().suite()));
  static final Story STORY = story();

  /** Which entry is proven, and from which size on the log has only grown. */
  static final int INDEX = 2;

  static final int OLD_SIZE = 3;

  private static final String RECEIPT = "scitt_receipt";

  /** Six entries: the last of them is the second seal. */
  private static Story story() {
    Story story = new Story();
    story.close();
    story.revoke(Story.SENSOR, TestKeys.SENSOR, Story.T0);
    story.close();
    return story;
  }

  static TreeHead head() {
    return STORY.log.head();
  }

  static Receipt inclusion() {
    return ALPHA.sign(head()).inclusion(STORY.log.inclusion(INDEX, head().size()));
  }

  static Receipt consistency() {
    return ALPHA.sign(head()).consistency(STORY.log.consistency(OLD_SIZE, head().size()));
  }

  static TransparentStatement transparent() {
    Sign1 statement =
        Sign1.parse(STORY.entries.get(INDEX), TransparentStatement.STATEMENT_SIZE_MAX)
            .toOptional()
            .orElseThrow();
    return TransparentStatement.of(statement, List.of(inclusion()));
  }

  static void all(StructureVectors to) {
    ReceiptSamples samples = new ReceiptSamples(to);
    samples.receipt("inclusion", inclusion());
    samples.receipt("consistency", consistency());
    samples.proofs();
    Bytes tail = Bytes.owning(new byte[Receipt.SIZE_MAX + 1 - inclusion().encoded().size()]);
    to.refuse(RECEIPT, "inclusion", "4,097 bytes", inclusion().encoded().concat(tail));
    samples.statement();
  }

  private void receipt(String note, Receipt receipt) {
    Item whole = Item.of(receipt.encoded());
    Item sign1 = whole.items().get(0);
    to.plain(RECEIPT, note, RECEIPT, receipt.encoded());
    Bytes header = sign1.items().get(0).content();
    to.broken(
        RECEIPT,
        note + ", header",
        "receipt_header",
        header,
        changed -> whole.with(0, sign1.with(0, Item.string(Item.BYTES, changed))).encoded());
    Item root = Item.string(Item.BYTES, head().root().bytes());
    Item attached = whole.with(0, sign1.with(2, root));
    to.refuse(RECEIPT, note, "with the root in it", attached.encoded());
  }

  private void proofs() {
    List<Digest> path = STORY.log.inclusion(INDEX, 6).path();
    proof("inclusion", -1, 6, INDEX, path);
    List<Digest> growth = STORY.log.consistency(OLD_SIZE, 6).path();
    proof("consistency", -2, OLD_SIZE, 6, growth);
    refuse("inclusion", "index = size", -1, 6, 6, path);
    refuse("inclusion", "a hash more", -1, 6, INDEX, RefusedTreeProofs.longer(path));
    refuse("inclusion", "a hash less", -1, 6, INDEX, RefusedTreeProofs.shorter(path));
    refuse("inclusion", "no path", -1, 6, INDEX, List.of());
    refuse("inclusion", "the tree of one leaf", -1, 1, 0, List.of());
    refuse("inclusion", "another size of the same depth", -1, 5, INDEX, path);
    refuse("consistency", "no growth", -2, 6, 6, List.of());
    refuse("consistency", "from nothing", -2, 0, 6, List.of());
    refuse("consistency", "shrinking", -2, 6, OLD_SIZE, growth);
    refuse("consistency", "a hash more", -2, OLD_SIZE, 6, RefusedTreeProofs.longer(growth));
    refuse("consistency", "a hash less", -2, OLD_SIZE, 6, RefusedTreeProofs.shorter(growth));
    Bytes inclusion = numbers(6, INDEX, path);
    Bytes consistency = numbers(OLD_SIZE, 6, growth);
    refuse(
        "inclusion",
        "two proofs",
        out -> out.map(1).integer(-1).array(2).bytes(inclusion).bytes(inclusion));
    refuse("inclusion", "no proof", out -> out.map(1).integer(-1).array(0));
    refuse(
        "consistency",
        "proofs of both kinds",
        out -> {
          out.map(2).integer(-1).array(1).bytes(inclusion);
          out.integer(-2).array(1).bytes(consistency);
        });
    refuse("inclusion", "an unknown kind of proof", out -> out.map(1).integer(-3).array(0));
    refuse("inclusion", "no kind of proof", out -> out.map(0));
  }

  private static Bytes numbers(long first, long second, List<Digest> path) {
    return Files.cbor(
        out -> {
          out.array(3).integer(first).integer(second).array(path.size());
          path.forEach(out::digest);
        });
  }

  private void proof(String kind, int label, long first, long second, List<Digest> path) {
    to.broken(
        RECEIPT,
        kind + " proof",
        kind,
        numbers(first, second, path),
        changed -> with(out -> out.map(1).integer(label).array(1).bytes(changed)));
  }

  private void refuse(
      String kind, String what, int label, long first, long second, List<Digest> path) {
    Bytes proof = numbers(first, second, path);
    refuse(kind, what, out -> out.map(1).integer(label).array(1).bytes(proof));
  }

  private void refuse(String kind, String what, Consumer<CborWriter> proofs) {
    to.refuse(RECEIPT, kind, what, with(proofs));
  }

  /** The inclusion receipt with this in parameter 396. */
  private static Bytes with(Consumer<CborWriter> proofs) {
    Item whole = Item.of(inclusion().encoded());
    Item sign1 = whole.items().get(0);
    Item unprotected =
        Item.of(
            Files.cbor(
                out -> {
                  out.map(1).integer(396);
                  proofs.accept(out);
                }));
    return whole.with(0, sign1.with(1, unprotected)).encoded();
  }

  private void statement() {
    String name = "transparent_statement";
    TransparentStatement good = transparent();
    to.plain(name, "one receipt", name, good.encoded());
    Item whole = Item.of(good.encoded());
    Item sign1 = whole.items().get(0);
    to.refuse(name, "one receipt", "without receipts", good.statement().encoded());
    Item other = Item.string(Item.BYTES, Bytes.ofHex("a0"));
    to.refuse(
        name, "one receipt", "no header in it", whole.with(0, sign1.with(0, other)).encoded());
    Bytes garbage =
        Files.cbor(
            out -> {
              out.map(2).integer(4).bytes(Bytes.ofHex("00")).integer(394).array(1);
              out.bytes(inclusion().encoded());
            });
    to.refuse(
        name,
        "one receipt",
        "a kid beside the receipts",
        whole.with(0, sign1.with(1, Item.of(garbage))).encoded());
  }
}
