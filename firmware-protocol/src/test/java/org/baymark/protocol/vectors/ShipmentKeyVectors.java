package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;

/** shipment-keys.json: the one spelling of a shipment key file, and what is none. */
final class ShipmentKeyVectors {
  private ShipmentKeyVectors() {}

  static Bytes make() {
    ObjectNode root = Files.object();
    ArrayNode accepted = root.putArray("accepted");
    accept(accepted, "a logistic unit", Story.shipmentKey(Story.SHIPMENT));
    Subject lot = new Subject("https://id.gs1.org/01/09521321000018/10/LOT.7");
    accept(accepted, "a lot", Story.shipmentKey(lot));
    accept(accepted, "a device", Story.shipmentKey(Subject.of(Story.SENSOR)));
    accept(
        accepted,
        "any k of a shipment",
        new ShipmentKey(Story.SHIPMENT, Bytes.ofHex("00".repeat(32))));
    refused(root.putArray("refused"));
    return Files.json(root);
  }

  private static void accept(ArrayNode list, String note, ShipmentKey key) {
    ObjectNode one = list.addObject().put("note", note).put("text", key.toText());
    one.put("sub", key.subject().text()).put("k", key.k().hex());
    one.put("K", key.subjectKey().hex());
  }

  private static void refused(ArrayNode list) {
    ShipmentKey key = Story.shipmentKey(Story.SHIPMENT);
    String text = key.toText();
    String k = key.k().hex();
    String sub = key.subject().text();
    refuse(list, "nothing", "");
    refuse(list, "no newline at the end", text.substring(0, text.length() - 1));
    refuse(list, "a blank line at the end", text + "\n");
    refuse(list, "a blank line between", text.replace("\n" + k, "\n\n" + k));
    refuse(list, "a space at the end of a line", text.replace(k, k + " "));
    refuse(list, "a space at the start", " " + text);
    refuse(list, "a byte order mark", "\ufeff" + text);
    refuse(list, "CR LF", text.replace("\n", "\r\n"));
    refuse(list, "another version", text.replace("v1", "v2"));
    refuse(list, "another heading", text.replace("baymark", "Baymark"));
    refuse(list, "upper-case hex", text.replace(k, k.toUpperCase(Locale.ROOT)));
    refuse(list, "k of 31 bytes", text.replace(k, k.substring(2)));
    refuse(list, "k of 33 bytes", text.replace(k, k + "00"));
    refuse(list, "no subject", text.replace(sub, ""));
    refuse(
        list, "a wrong check digit", text.replace(sub, sub.substring(0, sub.length() - 1) + "1"));
    refuse(list, "another spelling of the subject", text.replace("https", "HTTPS"));
    refuse(list, "a subject of another domain", text.replace("id.gs1.org", "example.org"));
    refuse(list, "subject and k exchanged", text.replace(sub, "x").replace(k, sub).replace("x", k));
    refuse(list, "not the k of the device", text.replace(sub, Story.SENSOR.text()));
    refuse(list, "a fourth line", text + "more\n");
  }

  private static void refuse(ArrayNode list, String note, String text) {
    list.addObject().put("note", note).put("text", text);
  }
}
