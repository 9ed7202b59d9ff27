package org.baymark.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.Program;

/** The members of an alliance that is measured: their processes, and their doors. From 0. */
final class BenchMembers {
  private static final int SECONDS_MAX = 120;

  private final Alliance alliance;
  private final List<Program> programs;
  private final List<MemberDoor> doors = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private int gateways;

  /** Starts those that found it. */
  BenchMembers(Alliance alliance) throws IOException, InterruptedException {
    this.alliance = alliance;
    this.programs = new ArrayList<>(alliance.runMembers());
    for (Program each : programs) {
      doors.add(new MemberDoor(each.awaitReady().get(0)));
    }
  }

  int count() {
    return doors.size();
  }

  MemberDoor door(int member) {
    return doors.get(member);
  }

  /** Makes so many gateways, and presents them to the first member. */
  List<BenchGateway> register(int count, Instant now) throws IOException, InterruptedException {
    List<BenchGateway> registered = new ArrayList<>();
    List<Bytes> cards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "urn:dev:ops:32473-bench-%04d", gateways++);
      BenchGateway gateway = new BenchGateway(new DevUrn(name), random);
      cards.add(gateway.card(now));
      registered.add(gateway);
    }
    admit(cards);
    return registered;
  }

  private void admit(List<Bytes> cards) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Bytes card : cards) {
      Path file = Files.createTempFile(folder(0), "gateway-", ".card");
      files.add(Files.write(file, card.toArray()));
    }
    alliance.admit(files);
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private Path folder(int member) {
    return alliance.memberFolder(member + 1);
  }

  void kill(int member) throws InterruptedException {
    programs.get(member).kill();
  }

  void start(int member) throws IOException, InterruptedException {
    programs.set(member, alliance.startMember(member + 1));
    doors.set(member, new MemberDoor(programs.get(member).awaitReady().get(0)));
  }

  /** Starts the next one, whom those before have voted for. */
  void add() throws IOException, InterruptedException {
    int member = count();
    programs.add(alliance.startMember(member + 1));
    doors.add(new MemberDoor(programs.get(member).awaitReady().get(0)));
  }

  /** Who leads, and is not this one. */
  int awaitLeader(int other) throws IOException, InterruptedException {
    long end = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < count(); i++) {
        if (i != other && doors.get(i).leads()) {
          return i;
        }
      }
      Thread.sleep(HeadClock.POLL_MILLIS);
    }
    throw new IOException("no member leads");
  }

  private Stream<ProcessFigures> figures() {
    return programs.stream().map(each -> ProcessFigures.of(each.pid()));
  }

  /** Of all together. */
  Duration cpu() {
    return figures().map(ProcessFigures::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** Of the one that has most now. */
  long residentBytes() {
    return figures().mapToLong(ProcessFigures::residentBytes).max().orElse(0);
  }

  /** Of the one that ever had most. */
  long peakResidentBytes() {
    return figures().mapToLong(ProcessFigures::peakResidentBytes).max().orElse(0);
  }

  /** Of one of them. */
  long peakResidentBytes(int member) {
    return ProcessFigures.of(programs.get(member).pid()).peakResidentBytes();
  }

  /** By the last member. */
  long writtenBytes() {
    return ProcessFigures.of(programs.get(count() - 1).pid()).writtenBytes();
  }

  /**
   * Of the last member, which rests for that: what its write-ahead log held is in the file then.
   */
  long databaseBytes() throws IOException, InterruptedException {
    int last = count() - 1;
    programs.get(last).close();
    long octets = Files.size(folder(last).resolve("node.db"));
    start(last);
    return octets;
  }
}
