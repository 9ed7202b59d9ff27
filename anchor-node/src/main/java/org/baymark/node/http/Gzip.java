package org.baymark.node.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Compression at the HTTP layer (RFC 9110, section 8.4.1.3). */
final class Gzip {
  private Gzip() {}

  /** Whether this Accept-Encoding header (RFC 9110, section 12.5.3) names gzip, and not as q=0. */
  static boolean isWanted(@Nullable String acceptEncoding) {
    return acceptEncoding != null
        && Arrays.stream(acceptEncoding.toLowerCase(Locale.ROOT).split(","))
            .map(each -> each.replaceAll("[ \t]", ""))
            .anyMatch(
                each ->
                    each.equals("gzip") || each.matches("gzip;q=(1(\\.0*)?|0\\.0*[1-9][0-9]*)"));
  }

  static Bytes of(Bytes octets) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(octets.unsafeArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return Bytes.owning(packed.toByteArray());
  }
}
