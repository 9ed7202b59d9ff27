package org.baymark.node.ledger;

import java.util.Locale;

/** Every rule of the log that a command can break, by the name that stands on the wire. */
public enum Rejection {
  /** The signed thing does not parse as what it says it is. */
  MALFORMED,
  /** An entry of more than 65,535 bytes. */
  ENTRY_TOO_LARGE,
  /** The log has no genesis yet. */
  NOT_FOUNDED,
  /** The log has a genesis already. */
  ALREADY_FOUNDED,
  /** The members in a genesis share a key, or name one that cannot sign for this log. */
  BAD_MEMBERS,
  /** Nobody of that name is a member. */
  NOT_A_MEMBER,
  BAD_SIGNATURE,
  /**
   * A checkpoint closed in an epoch before that of the last one, or in one that began otherwise.
   */
  WRONG_ERA,

  /** The key is registered already, and the registration says something else. */
  KEY_TAKEN,
  /** The key was revoked: it stays so. */
  KEY_REVOKED,
  /** The name has another key that is not revoked. */
  NAME_TAKEN,
  /** Who seals batches says nothing else. */
  MIXED_KINDS,
  /** No such key is registered under that name. */
  UNKNOWN_KEY,
  /** The key is revoked already, in other words. */
  ALREADY_REVOKED,
  /** A gateway's revocation names its last batch that counts, a device's none. */
  BAD_LAST_BATCH,

  UNKNOWN_GATEWAY,
  /** The name is registered, but not to seal batches. */
  NOT_A_GATEWAY,
  REVOKED_GATEWAY,
  /** Not the number after the gateway's last batch. */
  WRONG_NUMBER,
  /** Not the id of the gateway's last header. */
  WRONG_PREVIOUS,
  /** The checkpoint last seen is none that this log closed. */
  UNKNOWN_CHECKPOINT,
  /** Subject entries not strictly ascending by K. */
  SUBJECTS_OUT_OF_ORDER,
  /** Other numbers of subjects or statements than the header says. */
  WRONG_COUNTS,
  /** Another root than the header says. */
  WRONG_ROOT,
  /** More statements about one subject than the index can count: 2^53-1. */
  TOO_MANY_STATEMENTS,

  /** The proposal would change another member set than the one in force. */
  WRONG_MEMBER_SET,
  /** Another proposal waits for votes. */
  PROPOSAL_OPEN,
  /** A change was carried and is not in force yet. */
  CHANGE_PENDING,
  /** The checkpoint in a proposal is not one that the present members certified. */
  NOT_CERTIFIED,
  /** It changes nothing, or cannot be made of the present members. */
  BAD_CHANGE,
  /** No proposal of this id waits for votes. */
  UNKNOWN_PROPOSAL,
  /** A member has one vote on a proposal. */
  VOTED_ALREADY,

  /** The gateway that asks was registered by another member. */
  FOREIGN_GATEWAY,
  /** Gateways are admitted and dismissed by an operator, not by each other. */
  OPERATOR_ONLY,
  /** Everybody knows the secret of this key. No rule of the log: a member does not sign for it. */
  TEST_KEY;

  /** Lower case, words joined by a hyphen. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
