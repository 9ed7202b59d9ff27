import org.jspecify.annotations.NullMarked;

/** The protocol: bytes, signatures, trees, proofs and passports, and the verifier for them. */
@NullMarked
module org.baymark.protocol {
  requires org.bouncycastle.provider;
  requires transitive info.picocli;
  requires com.fasterxml.jackson.databind;
  requires static transitive org.jspecify;

  exports org.baymark.protocol;
  exports org.baymark.protocol.accuse;
  exports org.baymark.protocol.batch;
  exports org.baymark.protocol.bytes;
  exports org.baymark.protocol.cbor;
  exports org.baymark.protocol.chain;
  exports org.baymark.protocol.command;
  exports org.baymark.protocol.cose;
  exports org.baymark.protocol.enrolment;
  exports org.baymark.protocol.file;
  exports org.baymark.protocol.governance;
  exports org.baymark.protocol.gs1;
  exports org.baymark.protocol.index;
  exports org.baymark.protocol.inspect;
  exports org.baymark.protocol.log;
  exports org.baymark.protocol.merkle;
  exports org.baymark.protocol.papers;
  exports org.baymark.protocol.passport;
  exports org.baymark.protocol.receipt;
  exports org.baymark.protocol.registration;
  exports org.baymark.protocol.statement;
  exports org.baymark.protocol.voting;

  // picocli fills the fields of the commands by reflection.
  opens org.baymark.protocol.cli to
      info.picocli;
}
