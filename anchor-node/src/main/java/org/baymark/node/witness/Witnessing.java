package org.baymark.node.witness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.WitnessKey;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.KnownSecrets;

/**
 * Both sides, from two files of the working folder that are policies of C2SP: watched-logs.policy
 * lists logs that this member is a witness of, outside-witnesses.policy lists witnesses that are
 * asked for our own. Where a file is not there, that side rests.
 */
public final class Witnessing implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** More lines would push the members' own out of the note. */
  private static final int OUTSIDE_MAX = 16;

  private final WitnessDesk desk;
  private final OutsideWitnesses outside;

  private Witnessing(WitnessDesk desk, OutsideWitnesses outside) {
    this.desk = desk;
    this.outside = outside;
  }

  /** What both sides are made from; all files are read. */
  public record Setting(List<Policy.Log> watched, List<Policy.Witness> outside, NoteSigner signer) {

    /**
     * @throws FolderException with a sentence about the file that is wrong
     */
    public static Setting read(
        WorkingFolder folder, DevUrn member, String origin, SecureRandom random)
        throws FolderException {
      List<Policy.Log> watched = watched(folder, origin);
      WitnessMemory memory = new WitnessMemory(folder.witnessed());
      for (Policy.Log log : watched) {
        memory.last(log.key().name()); // what cannot be read now must not be found out later
      }
      NoteSigner signer =
          NoteSigner.of(
              member.text() + "/witness",
              NoteKey.COSIGNER,
              watched.isEmpty()
                  ? WitnessKey.generate(random)
                  : WitnessKey.readOrMake(folder, random));
      if (!watched.isEmpty()) {
        tell(folder.witnessVkey(), signer.key().vkey() + "\n");
      }
      return new Setting(watched, outside(folder), signer);
    }

    private static List<Policy.Log> watched(WorkingFolder folder, String origin)
        throws FolderException {
      Path file = folder.watchedLogs();
      List<Policy.Log> watched = policy(file).map(Policy::logs).orElse(List.of());
      for (Policy.Log log : watched) {
        if (log.key().name().equals(origin)) {
          throw new FolderException(
              "The file "
                  + file
                  + " lists "
                  + origin
                  + ", which is this node's own log: a member certifies it by the rules of the"
                  + " alliance and cannot be its witness as well; take the line out.");
        }
      }
      return watched;
    }

    private static List<Policy.Witness> outside(WorkingFolder folder) throws FolderException {
      Path file = folder.outsideWitnesses();
      List<Policy.Witness> outside = policy(file).map(Policy::witnesses).orElse(List.of());
      if (outside.size() > OUTSIDE_MAX) {
        throw new FolderException(
            "The file " + file + " lists more than " + OUTSIDE_MAX + " witnesses; choose some.");
      }
      for (Policy.Witness witness : outside) {
        if (!witness.url().filter(Setting::isHttp).isPresent()) {
          throw new FolderException(
              "In "
                  + file
                  + ": the witness "
                  + witness.name()
                  + " needs the https address where it takes checkpoints at the end of its line.");
        }
      }
      return outside;
    }

    private static boolean isHttp(String url) {
      try {
        URI uri = URI.create(url);
        return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static Optional<Policy> policy(Path file) throws FolderException {
      if (Files.notExists(file)) {
        return Optional.empty();
      }
      Parsed<Policy> parsed = Policy.parse(SmallFile.read(file, Policy.SIZE_MAX, "make it anew"));
      if (parsed instanceof Parsed.Refused<Policy> refused) {
        throw new FolderException(
            "The file " + file + " is no policy (C2SP tlog-policy): " + refused.text() + ".");
      }
      Optional<String> known = parsed.toOptional().flatMap(KnownSecrets::in);
      if (known.isPresent()) {
        throw new FolderException("The file " + file + " is of no use. " + known.get() + ".");
      }
      return parsed.toOptional();
    }

    private static void tell(Path file, String vkey) throws FolderException {
      try {
        SafeFiles.writePublic(file, vkey);
      } catch (IOException e) {
        throw new FolderException("The file " + file + " cannot be written: " + Reason.of(e) + ".");
      }
    }
  }

  /**
   * Begins to ask outside; requests to the desk are answered from now on.
   *
   * @param folder which no other process writes into
   */
  public static Witnessing start(
      Setting setting, WorkingFolder folder, Sequencer sequencer, InstantSource clock) {
    Witness witness = new Witness(setting.watched(), setting.signer());
    OutsideWitnesses outside =
        new OutsideWitnesses(setting.outside(), PublishedLog.of(sequencer), LOOK_EVERY);
    outside.start();
    WitnessMemory memory = new WitnessMemory(folder.witnessed());
    memory.tidy();
    return new Witnessing(new WitnessDesk(witness, memory, clock), outside);
  }

  /** Where other logs ask. */
  public WitnessDesk desk() {
    return desk;
  }

  /** Puts what outside witnesses co-signed under a checkpoint of ours. */
  public OutsideWitnesses outside() {
    return outside;
  }

  @Override
  public void close() {
    outside.close();
    desk.close();
  }
}
