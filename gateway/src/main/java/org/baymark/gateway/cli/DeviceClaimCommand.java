package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code device claim}. */
@Command(
    name = "claim",
    description =
        "Claims devices by the labels that they carry. A claimed device is not heard until it has"
            + " proven that the key on its label is its own: 'device challenge', 'device prove'.",
    footer = {
      "",
      "A maker's list is CSV in UTF-8, with commas or semicolons, and a line of column names; the column 'label' counts, the others do"
          + " not. Every line is tried; what is wrong with one is said with its number."
    },
    sortOptions = false)
final class DeviceClaimCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  /** One of the two. */
  private static final class Which {
    @Option(
        names = "--label",
        paramLabel = "TEXT",
        description = "What the QR code on the device says: baymark:1:...")
    private @Nullable String label;

    @Option(names = "--labels", paramLabel = "FILE", description = "A maker's list of many.")
    private @Nullable Path labels;
  }

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--owner",
      paramLabel = "TEXT",
      description = "Whose they are; 1 to 64 bytes. Usual: the gateway's owner.")
  private @Nullable String owner;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "hello,telemetry,scan,attach,detach",
      paramLabel = "KIND",
      description = "What they may say, comma-separated. Usual: ${DEFAULT-VALUE}.")
  private List<String> kinds = List.of();

  @Override
  public Integer call() {
    GatewayCaller gateway = of.caller();
    if (which.label != null) {
      claim(gateway, which.label);
      return ExitCode.OK;
    }
    return claimAll(gateway, which.labels == null ? Path.of("") : which.labels);
  }

  private void claim(GatewayCaller gateway, String label) {
    ObjectNode wish = GatewayCaller.JSON.createObjectNode();
    wish.put("label", label);
    if (owner != null) {
      wish.put("owner", owner);
    }
    ArrayNode list = wish.putArray("kinds");
    kinds.forEach(list::add);
    System.out.println(Lines.ofDevice(gateway.post("/devices/claim", wish)));
  }

  private int claimAll(GatewayCaller gateway, Path file) {
    int failed = 0;
    int claimed = 0;
    long line = 1;
    try {
      String text = MakersList.text(file);
      CSVParser rows =
          CSVFormat.DEFAULT
              .builder()
              .setDelimiter(MakersList.delimiter(text))
              .setHeader()
              .setSkipHeaderRecord(true)
              .setTrim(true)
              .setAllowMissingColumnNames(true)
              .get()
              .parse(new StringReader(text));
      if (!rows.getHeaderNames().contains("label")) {
        throw CommandFailure.unusable(file + " has no column 'label' in its first line");
      }
      if (Collections.frequency(rows.getHeaderNames(), "label") > 1) {
        throw CommandFailure.unusable(
            file + " has more than one column 'label' in its first line; leave one of them");
      }
      for (CSVRecord row : rows) {
        line = rows.getCurrentLineNumber();
        try {
          claim(gateway, row.isSet("label") ? row.get("label") : "");
          claimed++;
        } catch (CommandFailure e) {
          if (e.exitCode() != ExitCode.FAILED) {
            throw e;
          }
          failed++;
          System.err.println(Commands.printable("line " + line + ": " + e.getMessage()));
        }
      }
    } catch (NoSuchFileException e) {
      throw CommandFailure.unusable("there is no file " + file);
    } catch (IOException e) {
      throw CommandFailure.unusable("cannot read " + file + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      failed++;
      System.err.println("after line " + line + ": not CSV; nothing behind it was read");
    }
    System.out.println(claimed + " claimed, " + failed + " not");
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
