package org.baymark.sim.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.fleet.Shipment;
import org.baymark.sim.fleet.Tampering;
import org.baymark.sim.fleet.Trip;
import org.baymark.sim.journey.Journey;
import org.baymark.sim.shell.Screen;
import org.baymark.sim.shell.SecretFile;

/** The proof files of a journey: written, checked by a stranger, and one of them tampered with. */
final class Passports {
  private final Path passports;
  private final Path keys;
  private final Path tampered;
  private final Stranger stranger;
  private final Screen screen;
  private final List<Shipment> written = new ArrayList<>();

  Passports(Path folder, Stranger stranger, Screen screen) throws IOException {
    this.passports = Files.createDirectories(folder.resolve("passports"));
    this.keys = Files.createDirectories(folder.resolve("shipment-keys"));
    this.tampered = Files.createDirectories(folder.resolve("tampered"));
    this.stranger = stranger;
    this.screen = screen;
  }

  int count() {
    return written.size();
  }

  /** The first of them, as its file holds it. */
  Bytes first() throws IOException {
    return Bytes.owning(Files.readAllBytes(passportOf(written.get(0))));
  }

  private Path passportOf(Shipment shipment) {
    return passports.resolve(shipment.sscc() + ".baymark");
  }

  private Path keyOf(Shipment shipment) {
    return keys.resolve(shipment.sscc() + ".key");
  }

  /** Fetches the passport and the key of every shipment. */
  void write(Fleet fleet, GatewayApi gateway) throws IOException, InterruptedException {
    for (Shipment shipment : fleet.shipments()) {
      Bytes passport = gateway.passport(shipment.subject());
      Files.write(passportOf(shipment), passport.unsafeArray());
      SecretFile.write(keyOf(shipment), gateway.shipmentKey(shipment.subject()));
      written.add(shipment);
    }
  }

  /**
   * Lets the stranger check every passport.
   *
   * @param faults gets a sentence for each that does not pass
   * @return how many passed
   */
  int verify(List<String> faults) throws IOException, InterruptedException {
    screen.line("");
    screen.line("A stranger checks each passport: baymark verify, trust file in hand, no network");
    int verified = 0;
    Optional<Stranger.Verdict> shown = Optional.empty();
    for (Shipment shipment : written) {
      Stranger.Verdict verdict = stranger.verify(passportOf(shipment), keyOf(shipment));
      screen.line(
          String.format(
              Locale.ROOT,
              "  %s.baymark  %s  %d statements",
              shipment.sscc(),
              verdict.passed() ? "passed" : "FAILED",
              verdict.statements()));
      remark(verdict.facts());
      if (verdict.passed()) {
        verified++;
        // The whole verdict of one, and of one that has nothing to remark upon if there is one.
        if (shown.isEmpty() || (verdict.facts().isEmpty() && !shown.get().facts().isEmpty())) {
          shown = Optional.of(verdict);
        }
      } else {
        faults.add(
            "the passport of "
                + shipment.sscc()
                + " did not pass (exit code "
                + verdict.exitCode()
                + "): "
                + (verdict.steps().isEmpty() ? verdict.error() : names(verdict.failures())));
        show(verdict);
      }
    }
    shown.ifPresent(this::show);
    return verified;
  }

  /** The first of what the verifier noticed, and how much more there is. */
  private void remark(List<String> facts) {
    if (!facts.isEmpty()) {
      screen.line("      " + facts.get(0));
    }
    if (facts.size() > 1) {
      screen.line("      and " + (facts.size() - 1) + " more like it");
    }
  }

  private void show(Stranger.Verdict verdict) {
    screen.line("");
    for (Stranger.Step step : verdict.steps()) {
      screen.line(
          String.format(
              Locale.ROOT,
              "  %s %-13s %-11s %s",
              step.required() ? "*" : " ",
              step.name(),
              step.outcome(),
              step.detail()));
    }
    screen.line("  (* required; not proven: that the sensor was beside the goods, and more that");
    screen.line("  'baymark verify' says beside every verdict)");
  }

  private static String names(List<Stranger.Step> steps) {
    return steps.stream().map(Stranger.Step::name).collect(Collectors.joining(", "));
  }

  /** Hides the warmest reading of one shipment in a copy of its passport, and has that checked. */
  void tamper(Fleet fleet, Journey journey, List<String> faults)
      throws IOException, InterruptedException {
    for (int i = 0; i < fleet.shipments().size(); i++) {
      Optional<Sign1> warm = journey.warmest(i);
      Optional<Tampering> tampering =
          warm.flatMap(said -> Tampering.lowering(said, Trip.TEMPERATURE));
      if (tampering.isPresent()) {
        tamper(fleet.shipments().get(i), warm.orElseThrow(), tampering.get(), faults);
        return;
      }
    }
    faults.add("there is no reading to tamper with");
  }

  private void tamper(Shipment shipment, Sign1 said, Tampering tampering, List<String> faults)
      throws IOException, InterruptedException {
    byte[] octets = Files.readAllBytes(passportOf(shipment));
    int at = indexOf(octets, said.encoded().unsafeArray());
    if (at < 0) {
      faults.add("the passport of " + shipment.sscc() + " lacks a statement of its sensor");
      return;
    }
    byte[] changed = tampering.changed().signed().encoded().unsafeArray();
    System.arraycopy(changed, 0, octets, at, changed.length);
    Path copy = tampered.resolve(shipment.sscc() + ".baymark");
    Files.write(copy, octets);
    Stranger.Verdict verdict = stranger.verify(copy, keyOf(shipment));
    screen.line("");
    screen.line(
        String.format(
            Locale.ROOT,
            "Somebody changes one reading in a copy: %s Cel becomes %s Cel (one bit)",
            tampering.before().number().orElseThrow().toPlainString(),
            tampering.after().number().orElseThrow().toPlainString()));
    if (verdict.exitCode() == 1 && !verdict.failures().isEmpty()) {
      Stranger.Step first = verdict.failures().get(0);
      screen.line("  tampered/" + copy.getFileName() + "  fails at: " + names(verdict.failures()));
      screen.line("  " + first.name() + ": " + first.detail());
    } else {
      faults.add("the verifier did not notice a changed reading: exit code " + verdict.exitCode());
    }
  }

  private static int indexOf(byte[] octets, byte[] wanted) {
    for (int at = 0; at + wanted.length <= octets.length; at++) {
      if (octets[at] == wanted[0]
          && Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Where everything lies, and how to check it oneself. */
  List<String> whereabouts() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Where it lies, under " + passports.getParent());
    boolean isSole = stranger.jurisdictions().isEmpty();
    lines.add(
        "  passports/  shipment-keys/  tampered/  trust.policy"
            + (isSole ? "" : "  jurisdictions.policy"));
    lines.add(
        "  "
            + (isSole ? "node/" : "member-1/ and so on")
            + "  gateway/  the databases, keys and settings");
    lines.add("  logs/  what each of them said");
    if (!written.isEmpty()) {
      Shipment first = written.get(0);
      lines.add("Check one yourself:");
      lines.add("  ./baymark verify " + quoted(passportOf(first)) + " \\");
      lines.add("    --trust " + quoted(stranger.trust()) + " \\");
      stranger
          .jurisdictions()
          .ifPresent(second -> lines.add("    --jurisdictions " + quoted(second) + " \\"));
      lines.add("    --shipment-key " + quoted(keyOf(first)));
    }
    return lines;
  }

  /** A path as a shell takes it for one word. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
