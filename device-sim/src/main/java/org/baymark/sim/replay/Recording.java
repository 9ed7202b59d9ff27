package org.baymark.sim.replay;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.sim.shell.Unusable;

/**
 * A CSV file and how to read it. It is read once to survey it and once to play it, so that a file
 * that cannot be used is turned away before a device is made.
 *
 * @param header whether the first row names the columns; if not, they go by number
 * @param gapFactor what makes a gap: see {@link ClockSurvey}
 */
record Recording(
    Path file,
    Charset charset,
    char separator,
    boolean header,
    Columns.Wanted wanted,
    TimeFormat time,
    int gapFactor) {

  /** One file may hold so many devices; more is a wrong group column. */
  static final int GROUPS_MAX = 1_000;

  /** Takes the rows, in order. */
  interface Listener {
    void row(Row row) throws IOException, InterruptedException;

    void malformed(long line, MalformedRow why);
  }

  /** Reads it to its end and says what it holds. */
  Survey.Findings survey() throws IOException, InterruptedException {
    Survey survey = new Survey(wanted.values().size());
    long blankLines =
        read(
            new Listener() {
              @Override
              public void row(Row row) throws IOException {
                survey.add(row);
                if (survey.groups() > GROUPS_MAX) {
                  throw new Unusable(
                      file
                          + " has more than "
                          + GROUPS_MAX
                          + " values in its group column; is it the right column?");
                }
              }

              @Override
              public void malformed(long line, MalformedRow why) {
                survey.skip(line, why);
              }
            });
    Survey.Findings found = survey.findings(blankLines, gapFactor);
    if (found.playable() == 0) {
      throw new Unusable(file + " has " + nothing(found));
    }
    return found;
  }

  private static String nothing(Survey.Findings found) {
    if (found.rows() == 0) {
      return "no rows";
    }
    if (found.firstMalformed().isEmpty()) {
      return found.rows() + " rows, and none of them has a value";
    }
    Survey.Skipped first = found.firstMalformed().get(0);
    return found.rows()
        + " rows and none that can be played; line "
        + first.line()
        + ": "
        + first.why();
  }

  /**
   * Reads it to its end.
   *
   * @return how many lines were blank
   */
  long read(Listener listener) throws IOException, InterruptedException {
    try (CsvRows rows = new CsvRows(open(), separator)) {
      Optional<CsvRow> next = rows.next();
      if (next.isEmpty()) {
        throw new Unusable(file + " is empty");
      }
      RowReader reader = new RowReader(columns(next.get()), time);
      if (header) {
        next = rows.next();
      }
      while (next.isPresent()) {
        take(reader, next.get(), listener);
        next = rows.next();
      }
      return rows.blankLines();
    }
  }

  private static void take(RowReader reader, CsvRow row, Listener listener)
      throws IOException, InterruptedException {
    Row read;
    try {
      read = reader.read(row);
    } catch (MalformedRow e) {
      listener.malformed(row.line(), e);
      return;
    }
    listener.row(read);
  }

  private Columns columns(CsvRow first) throws Unusable {
    if (first.fault().isPresent()) {
      throw new Unusable(file + " does not begin with a row: " + first.fault().get());
    }
    try {
      return header
          ? Columns.inHeader(wanted, first.fields())
          : Columns.byNumber(wanted, first.fields().size());
    } catch (IllegalArgumentException e) {
      throw new Unusable(file + " " + e.getMessage());
    }
  }

  /** Bytes that are no text become U+FFFD, which no number and no time holds. */
  private Reader open() throws Unusable {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new Unusable(
          "the recording " + file + " is no file: it is read twice, so a pipe will not do");
    }
    try {
      // Not a channel's stream: that one would be closed by the interrupt that stops a replay.
      return new InputStreamReader(
          new FileInputStream(file.toFile()),
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE));
    } catch (FileNotFoundException e) {
      String why = Files.exists(file) ? "you have no permission for it" : "it does not exist";
      throw new Unusable("the recording " + file + " cannot be read: " + why);
    }
  }
}
