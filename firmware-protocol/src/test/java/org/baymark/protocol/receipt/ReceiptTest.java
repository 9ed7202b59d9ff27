package org.baymark.protocol.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.receipt.ReceiptSigner.SignedHead;
import org.junit.jupiter.api.Test;

/**
 * RFC 9942 in our profile: what a receipt proves, and that nothing changed in it proves anything.
 */
class ReceiptTest {
  private static final int SIZES = 18;
  private static final String ORIGIN = "example.com/log";
  private static final DevUrn MEMBER = new DevUrn("urn:dev:org:32473-member");
  private static final ReceiptSigner SIGNER = new ReceiptSigner(ORIGIN, MEMBER, key("receipts"));
  private static final ReceiptIssuer ISSUER = SIGNER.issuer();
  private static final List<Bytes> ENTRIES =
      IntStream.range(0, SIZES).mapToObj(ReceiptTest::entry).map(Sign1::encoded).toList();
  private static final MerkleTree TREE = MerkleTree.of(ENTRIES);

  private static SigningKey key(String name) {
    return SigningKey.ofSecret(Suite.ES256, Digest.sha256(Bytes.ofUtf8(name)).bytes())
        .toOptional()
        .orElseThrow();
  }

  private static Sign1 entry(int i) {
    Claims claims = new Claims(MEMBER, Subject.of(MEMBER), OptionalLong.of(i), Optional.empty());
    return Sign1.sign(key("entries"), ContentType.REGISTRATION, claims, Bytes.ofHex("a0"));
  }

  private static TreeHead head(long size) {
    return new TreeHead(size, TREE.root(size));
  }

  private static SignedHead signed(long size) {
    return SIGNER.sign(head(size));
  }

  private static Receipt inclusion(long index, long size) {
    return parsed(signed(size).inclusion(TREE.inclusion(index, size)).encoded());
  }

  private static Receipt consistency(long from, long to) {
    return parsed(signed(to).consistency(TREE.consistency(from, to)).encoded());
  }

  private static Receipt parsed(Bytes encoded) {
    return Receipt.parse(encoded)
        .match(
            it -> it,
            refused -> {
              throw new AssertionError(refused.text());
            });
  }

  private static Optional<Refusal> refusal(Parsed<?> parsed) {
    return parsed.match(it -> Optional.empty(), refused -> Optional.of(refused.refusal()));
  }

  private static void assertRefused(Refusal expected, Parsed<?> parsed) {
    assertEquals(Optional.of(expected), refusal(parsed));
  }

  @Test
  void everyEntryOfEverySmallTreeHasAReceiptThatIsForThisEntryOnly() {
    for (int size = 2; size <= SIZES; size++) {
      for (int index = 0; index < size; index++) {
        Receipt receipt = inclusion(index, size);
        for (int i = 0; i < SIZES; i++) {
          Parsed<TreeHead> found = receipt.includes(ENTRIES.get(i), ISSUER);
          if (i == index) {
            assertEquals(Optional.of(head(size)), found.toOptional());
          } else {
            assertRefused(Refusal.BAD_SIGNATURE, found);
          }
        }
      }
    }
  }

  @Test
  void everyGrowthOfASmallTreeHasAReceiptThatIsForThisGrowthOnly() {
    for (int to = 2; to <= SIZES; to++) {
      for (int from = 1; from < to; from++) {
        Receipt receipt = consistency(from, to);
        assertEquals(Optional.of(head(to)), receipt.extend(head(from), ISSUER).toOptional());
        TreeHead other = new TreeHead(from, TREE.root(from == 1 ? 2 : from - 1));
        assertRefused(Refusal.BAD_SIGNATURE, receipt.extend(other, ISSUER));
        TreeHead longer = new TreeHead(from + 1, TREE.root(from));
        assertRefused(Refusal.OUT_OF_RANGE, receipt.extend(longer, ISSUER));
      }
    }
  }

  @Test
  void aReceiptIsOfOneLogByOneMemberWithOneKey() {
    Receipt receipt = inclusion(3, 7);
    Receipt grown = consistency(3, 7);
    DevUrn stranger = new DevUrn("urn:dev:org:32473-other");
    ReceiptIssuer otherLog = new ReceiptIssuer("example.com/log2", MEMBER, ISSUER.key());
    ReceiptIssuer otherMember = new ReceiptIssuer(ORIGIN, stranger, ISSUER.key());
    ReceiptIssuer otherKey = new ReceiptIssuer(ORIGIN, MEMBER, key("other").verifyingKey());
    assertRefused(Refusal.BAD_NAME, receipt.includes(ENTRIES.get(3), otherLog));
    assertRefused(Refusal.BAD_NAME, receipt.includes(ENTRIES.get(3), otherMember));
    assertRefused(Refusal.BAD_KEY, receipt.includes(ENTRIES.get(3), otherKey));
    assertRefused(Refusal.BAD_NAME, grown.extend(head(3), otherLog));
    assertRefused(Refusal.BAD_NAME, grown.extend(head(3), otherMember));
    assertRefused(Refusal.BAD_KEY, grown.extend(head(3), otherKey));
    assertRefused(Refusal.WRONG_SHAPE, grown.includes(ENTRIES.get(3), ISSUER));
    assertRefused(Refusal.WRONG_SHAPE, receipt.extend(head(3), ISSUER));
  }

  /** The same tree in another log with the same key: only the protected header tells them apart. */
  @Test
  void theRootOfOneLogNeverPassesForAnothers() {
    ReceiptSigner twin = new ReceiptSigner("example.com/twin", MEMBER, key("receipts"));
    Receipt ours = inclusion(3, 7);
    Receipt theirs = twin.sign(head(7)).inclusion(TREE.inclusion(3, 7));
    assertTrue(theirs.includes(ENTRIES.get(3), twin.issuer()).toOptional().isPresent());
    assertRefused(Refusal.BAD_NAME, theirs.includes(ENTRIES.get(3), ISSUER));
    String bent = theirs.encoded().hex().replace(hex("example.com/twin"), hex("example.com/log2"));
    Receipt renamed = parsed(Bytes.ofHex(bent));
    assertRefused(
        Refusal.BAD_SIGNATURE,
        renamed.includes(
            ENTRIES.get(3), new ReceiptIssuer("example.com/log2", MEMBER, ISSUER.key())));
    assertTrue(ours.includes(ENTRIES.get(3), ISSUER).toOptional().isPresent());
  }

  private static String hex(String text) {
    return Bytes.ofUtf8(text).hex();
  }

  @Test
  void noBitOfAReceiptCanBeTurned() {
    for (long size : new long[] {2, 3, 7}) {
      for (long index : new long[] {0, 1, size - 1}) {
        turnEveryBit(
            inclusion(index, size).encoded(),
            receipt -> receipt.includes(ENTRIES.get((int) index), ISSUER));
      }
      turnEveryBit(
          consistency(size - 1, size).encoded(), receipt -> receipt.extend(head(size - 1), ISSUER));
    }
  }

  private interface Check {
    Parsed<TreeHead> of(Receipt receipt);
  }

  private static void turnEveryBit(Bytes good, Check check) {
    for (int bit = 0; bit < good.size() * 8; bit++) {
      byte[] octets = good.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      Parsed<Receipt> parsed = Receipt.parse(Bytes.owning(octets));
      Optional<TreeHead> proven =
          parsed.toOptional().flatMap(receipt -> check.of(receipt).toOptional());
      assertEquals(Optional.empty(), proven, "bit " + bit + " of " + good.hex());
    }
  }

  @Test
  void theTreeOfOneLeafHasNoReceipt() {
    InclusionProof alone = TREE.inclusion(0, 1);
    assertThrows(IllegalArgumentException.class, () -> signed(1).inclusion(alone));
    Bytes two = inclusion(0, 2).encoded();
    // Both sizes 1, and no path: 82 02 00 becomes ... as a writer without the rule would make it.
    String path = TREE.leaf(1).hex();
    String one =
        two.hex()
            .replace("3a0001000102", "3a0001000101")
            .replace("582683020081" + "5820" + path, "4483010080");
    assertRefused(Refusal.OUT_OF_RANGE, Receipt.parse(Bytes.ofHex(one)));
  }

  @Test
  void aPathThatSizeAndIndexDoNotDemandIsNotSigned() {
    InclusionProof good = TREE.inclusion(3, 7);
    List<Digest> more = new ArrayList<>(good.path());
    more.add(TREE.root());
    SignedHead seven = signed(7);
    for (InclusionProof bad :
        List.of(
            new InclusionProof(7, 7, good.path()),
            new InclusionProof(3, 8, good.path()),
            new InclusionProof(3, 7, more),
            new InclusionProof(3, 7, good.path().subList(1, 3)))) {
      assertThrows(IllegalArgumentException.class, () -> seven.inclusion(bad));
    }
    for (ConsistencyProof bad :
        List.of(
            TREE.consistency(7, 7),
            TREE.consistency(0, 7),
            TREE.consistency(3, 8),
            new ConsistencyProof(3, 7, List.of()))) {
      assertThrows(IllegalArgumentException.class, () -> seven.consistency(bad));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new ReceiptSigner(ORIGIN, MEMBER, ed25519()));
  }

  private static SigningKey ed25519() {
    return SigningKey.ofSecret(Suite.EDDSA, Bytes.of(new byte[32])).toOptional().orElseThrow();
  }

  @Test
  void aTransparentStatementIsTheEntryWithItsReceipts() {
    Sign1 entry = entry(5);
    List<Receipt> receipts = List.of(inclusion(5, 9), inclusion(5, 6));
    TransparentStatement made = TransparentStatement.of(entry, receipts);
    TransparentStatement read =
        TransparentStatement.parse(made.encoded()).toOptional().orElseThrow();
    assertEquals(made, read);
    assertEquals(entry, read.statement());
    for (Receipt receipt : read.receipts()) {
      assertTrue(receipt.includes(read.statement().encoded(), ISSUER).toOptional().isPresent());
    }
    assertRefused(Refusal.UNKNOWN_FIELD, Sign1.parse(made.encoded(), 65_535));
    assertRefused(Refusal.MISSING_FIELD, TransparentStatement.parse(entry.encoded()));
    assertThrows(IllegalArgumentException.class, () -> TransparentStatement.of(entry, List.of()));
  }

  @Test
  void noBitOfATransparentStatementCanBeTurned() {
    Bytes good = TransparentStatement.of(entry(5), List.of(inclusion(5, 9))).encoded();
    for (int bit = 0; bit < good.size() * 8; bit++) {
      byte[] octets = good.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<TreeHead> proven =
          TransparentStatement.parse(Bytes.owning(octets))
              .toOptional()
              .flatMap(
                  it ->
                      it.receipts().get(0).includes(it.statement().encoded(), ISSUER).toOptional());
      assertEquals(Optional.empty(), proven, "bit " + bit);
    }
  }
}
