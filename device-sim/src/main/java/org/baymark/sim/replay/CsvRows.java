package org.baymark.sim.replay;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file (RFC 4180), one by one. The library parses a row; where rows begin is
 * decided here, line by line, so that one broken line costs itself and not the rest of the file.
 */
final class CsvRows implements Closeable {
  /** A quoted field may run over so many lines; beyond that its quote counts as never closed. */
  private static final int FIELD_LINES_MAX = 16;

  /** No line of a recording is so long: it is another kind of file, or a broken one. */
  private static final int LINE_MAX = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final BufferedReader in;
  private final CSVFormat format;
  private final Deque<String> ahead = new ArrayDeque<>(); // lines read and not used yet
  private long line; // number of the last line that was used
  private long blankLines;
  private int width = -1; // fields of the first row; -1 before it

  CsvRows(Reader in, char separator) {
    this.in = new BufferedReader(in);
    this.format = CSVFormat.RFC4180.builder().setDelimiter(separator).get();
  }

  /** The next row that is not blank; empty at the end. */
  Optional<CsvRow> next() throws IOException {
    while (true) {
      Optional<String> text = take();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      if (!text.get().isBlank()) {
        CsvRow row = row(text.get());
        width = width < 0 ? row.fields().size() : width;
        return Optional.of(row);
      }
      blankLines++;
    }
  }

  /** Lines without anything in them, so far. */
  long blankLines() {
    return blankLines;
  }

  private CsvRow row(String first) throws IOException {
    long start = line;
    if (first.length() > LINE_MAX) {
      return CsvRow.broken(start, "longer than " + LINE_MAX + " characters");
    }
    List<List<String>> alone = parse(first);
    if (alone.size() == 1) {
      return CsvRow.of(start, alone.get(0));
    }
    // A quote is open. It is taken for a field of several lines only if the whole row comes out of
    // it; otherwise the lines behind it are rows of their own.
    List<String> more = new ArrayList<>();
    StringBuilder text = new StringBuilder(first);
    while (more.size() < FIELD_LINES_MAX) {
      Optional<String> next = take();
      if (next.isEmpty()) {
        break;
      }
      more.add(next.get());
      text.append('\n').append(next.get());
      List<List<String>> joined = parse(text.toString());
      if (joined.size() == 1 && joined.get(0).size() == width) {
        return CsvRow.of(start, joined.get(0));
      }
    }
    for (int i = more.size() - 1; i >= 0; i--) {
      ahead.addFirst(more.get(i));
      line--;
    }
    return CsvRow.broken(start, "a quote that is not closed, or text behind a closed one");
  }

  /** The rows that this text holds; none where it does not follow RFC 4180. */
  private List<List<String>> parse(String text) {
    try (CSVParser parser = format.parse(new StringReader(text))) {
      return parser.getRecords().stream().map(CSVRecord::toList).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private Optional<String> take() throws IOException {
    String text = ahead.isEmpty() ? readLine() : ahead.removeFirst();
    if (text == null) {
      return Optional.empty();
    }
    line++;
    boolean marked = line == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return Optional.of(marked ? text.substring(1) : text);
  }

  /** A line without its end, as a reader's own, but cut off where it is longer than any row. */
  private @Nullable String readLine() throws IOException {
    StringBuilder text = new StringBuilder();
    int each = in.read();
    if (each < 0) {
      return null;
    }
    while (each >= 0 && each != '\n' && each != '\r') {
      if (text.length() <= LINE_MAX) {
        text.append((char) each);
      }
      each = in.read();
    }
    if (each == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
