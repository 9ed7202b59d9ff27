package org.baymark.protocol.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.passport.Account;
import org.baymark.protocol.passport.Concealed;
import org.baymark.protocol.passport.Finding;

/** The verdict for a program: one JSON object on one line. Absent times are null. */
record JsonReport(PrintWriter out) implements Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void verdict(Checked checked) {
    Account account = checked.verdict().account();
    ObjectNode root = JSON.createObjectNode();
    root.put("passport", account.about().text());
    root.put("outcome", checked.verdict().outcome(checked.required()).wireName());
    root.put("exit", checked.exit());
    ArrayNode steps = root.putArray("steps");
    for (Finding finding : checked.verdict().findings()) {
      ObjectNode step = steps.addObject();
      step.put("step", finding.step().wireName());
      step.put("outcome", finding.outcome().wireName());
      step.put("required", checked.required().contains(finding.step()));
      step.put("detail", finding.detail());
    }
    root.put("statements", account.statements());
    root.put("batches", account.batches());
    Checkpoint checkpoint = account.checkpoint();
    ObjectNode head = root.putObject("checkpoint");
    head.put("origin", checkpoint.origin()).put("size", checkpoint.size());
    head.put("root", checkpoint.root().hex());
    time(head, "time", account.anchored());
    ObjectNode trust = root.putObject("trust");
    time(trust, "issued", checked.trustIssued());
    checked
        .trustIssued()
        .ifPresentOrElse(
            issued -> trust.put("ageSeconds", Duration.between(issued, checked.now()).toSeconds()),
            () -> trust.putNull("ageSeconds"));
    span(root, "claimed", account.claimed());
    span(root, "measured", account.measured());
    span(root, "received", account.received());
    ObjectNode gateways = root.putObject("gateways");
    account.gateways().forEach(gateways::put);
    ArrayNode sensors = root.putArray("sensors");
    account.sensors().forEach(sensors::add);
    ObjectNode software = root.putObject("software");
    account
        .software()
        .forEach(
            (device, firmware) ->
                software
                    .putObject(device)
                    .put("version", firmware.version())
                    .put("sha256", firmware.image().hex()));
    ArrayNode events = root.putArray("events");
    account.events().forEach(event -> event(events.addObject(), event));
    ArrayNode hidden = root.putArray("hidden");
    account.hidden().forEach(one -> hidden(hidden.addObject(), one));
    ArrayNode facts = root.putArray("facts");
    account.facts().forEach(facts::add);
    ArrayNode limits = root.putArray("notProven");
    NOT_PROVEN.forEach(limits::add);
    print(root);
  }

  private static void event(ObjectNode node, Account.Event event) {
    node.put("id", event.signed().id().hex()).put("by", event.by());
    node.put("about", event.signed().subject().text()).put("kind", event.kind().wireName());
    time(node, "claimed", event.claimed());
    node.put("text", event.text());
    ArrayNode notes = node.putArray("notes");
    event.notes().forEach(notes::add);
  }

  /** The content in base64, where it is shown. */
  private static void hidden(ObjectNode node, Concealed one) {
    node.put("id", one.signed().id().hex()).put("by", one.by());
    node.put("about", one.signed().subject().text()).put("mediaType", one.mediaType());
    node.put("state", one.state().wireName());
    one.content()
        .ifPresentOrElse(
            content -> node.put("content", content.toArray()), () -> node.putNull("content"));
    ArrayNode erasures = node.putArray("erasures");
    for (Concealed.Erased erased : one.erasures()) {
      ObjectNode word = erasures.addObject();
      word.put("id", erased.signed().id().hex()).put("by", erased.by());
      word.put("at", erased.at().toString()).put("reason", erased.reason());
    }
  }

  private static void time(ObjectNode node, String name, Optional<Instant> time) {
    time.ifPresentOrElse(at -> node.put(name, at.toString()), () -> node.putNull(name));
  }

  private static void span(ObjectNode root, String name, Optional<Account.Span> span) {
    if (span.isEmpty()) {
      root.putNull(name);
      return;
    }
    ObjectNode node = root.putObject(name);
    node.put("first", span.get().first().toString());
    node.put("last", span.get().last().toString());
  }

  @Override
  public void unusable(String sentence, PrintWriter err) {
    ObjectNode root = JSON.createObjectNode();
    root.put("outcome", "unusable").put("exit", ExitCode.UNUSABLE).put("error", sentence);
    print(root);
    err.println("baymark: " + Printable.of(sentence));
    err.flush();
  }

  private void print(ObjectNode root) {
    out.println(ascii(root.toString()));
    out.flush();
  }

  /**
   * Beyond ASCII a JSON text has characters only inside its strings, where an escape says the same
   * (RFC 8259, section 7). So no foreign text can speak to a terminal, and no encoding garble it.
   */
  static String ascii(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7f) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.toString();
  }
}
