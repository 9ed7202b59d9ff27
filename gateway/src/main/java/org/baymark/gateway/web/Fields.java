package org.baymark.gateway.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;

/** The members of a JSON body, read strictly: what is not understood is refused with a sentence. */
record Fields(JsonObject body) {

  /** The body of {@code call}, which may have the members {@code known} and no other. */
  static Fields of(RoutingContext call, Set<String> known) {
    JsonObject body;
    try {
      body = new JsonObject(Bodies.of(call));
    } catch (DecodeException e) {
      throw wrong("the body is not a JSON object");
    }
    for (String name : body.fieldNames()) {
      if (!known.contains(name)) {
        throw wrong("there is no member \"" + name + "\" in this call");
      }
    }
    return new Fields(body);
  }

  static CallException wrong(String sentence) {
    return new CallException(400, sentence);
  }

  Optional<String> optionalText(String name) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw wrong("\"" + name + "\" is not a text");
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> wrong("\"" + name + "\" is missing"));
  }

  /** A whole number from 0. */
  long count(String name) {
    if (body.getValue(name) instanceof Integer || body.getValue(name) instanceof Long) {
      long count = body.getLong(name);
      if (count >= 0) {
        return count;
      }
    }
    throw wrong("\"" + name + "\" is not a whole number from 0");
  }

  DevUrn name() {
    String name = text("name");
    if (!DevUrn.isValid(name)) {
      throw wrong("'" + name + "' is not a device's name: a URN of RFC 9039");
    }
    return new DevUrn(name);
  }

  /** Bytes in hexadecimal digits. */
  Bytes hex(String name, int sizeMax) {
    String digits = text(name);
    if (digits.length() > 2 * sizeMax || !digits.matches("([0-9a-fA-F]{2})+")) {
      throw wrong("\"" + name + "\" is not 1 to " + sizeMax + " bytes in hexadecimal digits");
    }
    return Bytes.ofHex(digits);
  }

  VerifyingKey key() {
    return VerifyingKey.parse(hex("key", 512))
        .match(
            key -> key,
            refused -> {
              throw wrong("\"key\" is not a public COSE_Key: " + refused.detail());
            });
  }

  Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String name : texts("kinds", Kind.values().length)) {
      kinds.add(
          Kind.ofWireName(name)
              .orElseThrow(() -> wrong("there is no kind of statement '" + name + "'")));
    }
    return kinds;
  }

  List<String> texts(String name, int countMax) {
    if (!(body.getValue(name) instanceof JsonArray array)) {
      throw wrong("\"" + name + "\" is not a list");
    }
    if (array.size() > countMax) {
      throw wrong("\"" + name + "\" has more than " + countMax + " members");
    }
    List<String> texts = new ArrayList<>();
    for (Object value : array) {
      if (!(value instanceof String text)) {
        throw wrong("\"" + name + "\" holds something that is no text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The parameter {@code epoch} of a call: of which alliance key; it need not be there. */
  static OptionalLong epoch(RoutingContext call) {
    String epoch = call.request().getParam("epoch");
    if (epoch == null) {
      return OptionalLong.empty();
    }
    if (!epoch.matches("0|[1-9][0-9]{0,8}")) {
      throw wrong("the parameter epoch has to be a number from 0");
    }
    return OptionalLong.of(Long.parseLong(epoch));
  }

  /** The parameter {@code short} of a call: without the second co-signatures of members. */
  static boolean isShort(RoutingContext call) {
    String text = call.request().getParam("short");
    if (text != null && !text.equals("yes")) {
      throw wrong("the parameter short is yes, or not there");
    }
    return text != null;
  }

  /** The parameter {@code limit} of a call; never more than {@code most}. */
  static int limit(RoutingContext call, int usual, int most) {
    String text = call.request().getParam("limit", Integer.toString(usual));
    if (!text.matches("[0-9]{1,6}")) {
      throw wrong("the parameter limit has to be a number");
    }
    return Math.min(Integer.parseInt(text), most);
  }

  /** The parameter {@code sub} of a call. */
  static Subject subject(RoutingContext call) {
    String subject = call.request().getParam("sub");
    if (subject == null || !Subject.isValid(subject)) {
      throw wrong(
          "the parameter sub has to be a GS1 Digital Link in canonical form or a device's URN");
    }
    return new Subject(subject);
  }
}
