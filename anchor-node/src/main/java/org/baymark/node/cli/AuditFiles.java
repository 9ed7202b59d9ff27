package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.node.audit.Auditor;
import org.baymark.node.audit.Notes;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.PromisedReceipt;

/** The files of an auditor; whatever is wrong with one becomes a sentence that names it. */
final class AuditFiles {
  private AuditFiles() {}

  /** Of one log. */
  static Policy policy(Path trust) throws Failure, FolderException {
    String advice = "members hand out the trust file of their alliance";
    Parsed<Policy> parsed = Policy.parse(SmallFile.read(trust, Policy.SIZE_MAX, advice));
    if (parsed instanceof Parsed.Refused<Policy> refused) {
      throw new Failure(Failure.UNUSABLE_FILE, trust + " is no trust file: " + refused.text());
    }
    Policy policy = ((Parsed.Ok<Policy>) parsed).value();
    if (policy.logs().stream().map(log -> log.key().name()).distinct().count() != 1) {
      throw new Failure(
          Failure.UNUSABLE_FILE, trust + " lists no log, or several: an audit is of one.");
    }
    return policy;
  }

  /** What members answered to whoever asked for a promise, or the promise of it alone. */
  static List<Auditor.Promise> promises(List<Path> files) throws Failure, FolderException {
    List<Auditor.Promise> promises = new ArrayList<>();
    for (Path file : files) {
      String advice = "a member answers one to whoever hands in an entry with ?promise";
      Bytes bytes = SmallFile.read(file, PromisedReceipt.SIZE_MAX, advice);
      LogPromise word =
          PromisedReceipt.parse(bytes)
              .toOptional()
              .map(PromisedReceipt::promise)
              .or(() -> LogPromise.parse(bytes).toOptional())
              .orElseThrow(
                  () ->
                      new Failure(Failure.UNUSABLE_FILE, file + " is no promise; " + advice + "."));
      promises.add(new Auditor.Promise(file.toString(), word));
    }
    return promises;
  }

  static List<SignedCheckpoint> notes(Path file) throws Failure, FolderException {
    String advice = "it holds signed checkpoints, an empty line between two";
    String text = SmallFile.read(file, Notes.SIZE_MAX, advice).utf8();
    return Notes.parse(text)
        .orElseThrow(() -> new Failure(Failure.UNUSABLE_FILE, file + " is unusable: " + advice));
  }

  /** Whole or not at all: what it remembers must survive a crash of this machine. */
  static void write(Path file, Bytes content) throws Failure {
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
      SafeFiles.writePublic(file, content);
    } catch (IOException e) {
      throw new Failure(Failure.UNUSABLE_FILE, file + " cannot be written: " + Reason.of(e) + ".");
    }
  }
}
