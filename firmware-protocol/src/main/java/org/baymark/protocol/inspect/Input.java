package org.baymark.protocol.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Slip;

/**
 * What somebody handed over, and what it was found to be: text of ours, the text of a key card or a
 * slip, hexadecimal (with spaces, commas, 0x and comments from a # to the end of its line), base64
 * of either alphabet, or the bytes themselves.
 */
public record Input(String form, Bytes bytes) {
  private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})+");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{2,}={0,2}");

  public static Input of(Bytes raw) {
    if (raw.size() <= Slip.TEXT_MAX + 1) {
      Optional<Bytes> code = KeyCard.bytesOf(raw.utf8()).or(() -> Slip.bytesOf(raw.utf8()));
      if (code.isPresent()) {
        return new Input("Base45", code.get());
      }
    }
    if (Text.of(raw).isPresent() || !isAscii(raw)) {
      return new Input(Text.of(raw).isPresent() ? "text" : "binary", raw);
    }
    String text = new String(raw.unsafeArray(), StandardCharsets.US_ASCII);
    String digits = text.replaceAll("#[^\n]*", "").replaceAll("0x|[\\s,]+", "");
    if (HEX.matcher(digits).matches()) {
      return new Input("hex", Bytes.ofHex(digits));
    }
    String letters = text.replaceAll("\\s+", "").replace('-', '+').replace('_', '/');
    if (BASE64.matcher(letters).matches() && letters.replace("=", "").length() % 4 != 1) {
      byte[] octets = Base64.getDecoder().decode(letters.replace("=", ""));
      return new Input("base64", Bytes.owning(octets));
    }
    return new Input("binary", raw);
  }

  /** What it was read as, for a person. */
  String reading() {
    boolean looked = form.equals("binary") && bytes.size() > 0 && isAscii(bytes);
    String why = looked ? ", being neither hexadecimal nor base64" : "";
    return form + ", " + bytes.size() + " bytes" + why;
  }

  /** Whether all of it is printable ASCII or white space. */
  private static boolean isAscii(Bytes raw) {
    for (byte octet : raw.unsafeArray()) {
      boolean space = octet == ' ' || (octet >= '\t' && octet <= '\r');
      if (!space && (octet < '!' || octet > '~')) {
        return false;
      }
    }
    return true;
  }
}
