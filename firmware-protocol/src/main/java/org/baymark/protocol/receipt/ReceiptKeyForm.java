package org.baymark.protocol.receipt;

/**
 * How a receipts key is published: a COSE_Key (RFC 9052, section 7; RFC 9053, section 7.1) of these
 * seven labels, in this order, and of what is the same in each (PROTOCOL.md, section 26.3).
 */
public final class ReceiptKeyForm {
  public static final int KTY = 1;

  /** The key's thumbprint, in 32 bytes. */
  public static final int KID = 2;

  public static final int ALG = 3;
  public static final int CRV = -1;
  public static final int X = -2;
  public static final int Y = -3;

  /** Whose key it is; for private use. */
  public static final int MEMBER = -65538;

  static final int LABELS = 7;

  /** Behind {@link #KTY}. */
  public static final int EC2 = 2;

  /** Behind {@link #ALG}. */
  public static final int ES256 = -7;

  /** Behind {@link #CRV}. */
  public static final int P_256 = 1;

  /** Of what stands behind {@link #X} and {@link #Y}, in bytes. */
  public static final int COORDINATE_SIZE = 32;

  private ReceiptKeyForm() {}
}
