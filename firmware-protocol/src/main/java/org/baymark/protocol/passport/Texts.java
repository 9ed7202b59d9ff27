package org.baymark.protocol.passport;

import org.baymark.protocol.cose.Sign1;

/** How findings name things to a person. */
final class Texts {
  private Texts() {}

  /** A statement: by whom, which number. */
  static String of(Sign1 statement) {
    return statement
        .claims()
        .position()
        .map(at -> at.boot() + "/" + at.seq() + " of " + statement.issuer())
        .orElse(statement.id().hex());
  }
}
