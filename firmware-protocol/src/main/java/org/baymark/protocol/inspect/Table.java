package org.baymark.protocol.inspect;

/** The names of all parts of all structures: the CDDL of PROTOCOL.md without its bounds. */
final class Table {
  /**
   * A rule is a name and a shape:
   *
   * <pre>
   * [a, b: shape, * shape]   an array; a part is its name, or name and shape; * is all the others
   * [...] / [...]            arrays of different counts
   * {1 a, 2 b: shape}        a map: label, name, shape
   * &lt;shape&gt;                  a byte string with an item inside
   * #18 shape                a tag
   * 1 one / "two"            values, each with what it means
   * &#64;field                   the rule that the value of this field means
   * </pre>
   *
   * A name without a shape has the rule of that name, if there is one.
   */
  static final String TEXT =
      """
      sign1         = #18 [protected: <header>, unprotected, payload: <@content_type>, signature]
      sig_structure = ["Signature1", protected: <header>, external_aad, payload: <@content_type>]
      header        = {1 alg, 3 content_type, 4 kid, 15 claims, 258 payload_hash_alg: hash_alg,
                       259 preimage_content_type}
      alg           = -7 ES256 / -9 ES256 / -8 Ed25519 / -19 Ed25519 / -65538 SM2
      content_type  = 112                                           telemetry
                    / "application/vnd.baymark.event+cbor"          event
                    / "application/vnd.baymark.batch+cbor"          header_payload
                    / "application/vnd.baymark.registration+cbor"   registration_payload
                    / "application/vnd.baymark.revocation+cbor"     revocation_payload
                    / "application/vnd.baymark.members+cbor"        members
                    / "application/vnd.baymark.member+cbor"         member
                    / "application/vnd.baymark.governance+cbor"     decision
                    / "application/vnd.baymark.request+cbor"        request_payload
                    / "application/vnd.baymark.records+cbor"        cover
                    / "application/vnd.baymark.enrolment+cbor"      enrolment_proof
                    / "application/vnd.baymark.key-card+cbor"       key_card_payload
                    / "application/vnd.baymark.ack+cbor"            ack
                    / "application/vnd.baymark.command+cbor"        command
                    / "application/vnd.baymark.report+cbor"         report
                    / "application/vnd.baymark.stop+cbor"           stop
                    / "application/vnd.baymark.opening+cbor"        opening
                    / "application/vnd.baymark.log-promise+cbor"    log_promise
                    / "application/vnd.baymark.erasure+cbor"        erasure
      claims        = {1 iss, 2 sub, 6 iat: seconds, -65537 position}
      position      = [boot, seq, previous, uptime_ms]

      telemetry     = [* senml_record]
      senml_record  = {0 n, 1 u, 2 v, 3 vs, 4 vb, 5 s, 6 t: seconds, 7 ut, 8 vd,
                       -1 bver, -2 bn, -3 bt: seconds, -4 bu, -5 bv, -6 bs}
      event         = {1 kind, 2 place, 3 raw, 4 sensors: [* sensor], 5 carrier,
                       6 seal_number, 7 party, 8 given, 9 alert_code, 10 measured, 11 retracted,
                       12 closed, 13 firmware, 14 interval}
      measured      = [name, unit, value]
      closed        = [size, root, ids, filing_root]
      firmware      = [version, image]
      record        = [kid, boot, number, telemetry]
      cover         = [first, count, stride, before, links: [* link]]
      hash_alg      = -16 SHA-256
      reveal        = ["baymark reveal v1", kid, boot, seq, salt, content]
      erasure       = ["baymark erasure v1", id, reason]
      sensor        = [name, last: [boot, seq]]

      cose_key      = {1 kty, -1 crv, -2 x, -3 y, -4 d: secret}
      kty           = 1 OKP / 2 EC2
      crv           = 1 P-256 / 6 Ed25519 / -65538 SM2

      registration_payload = {1 key: cose_key, 2 owner, 3 kinds, 4 valid_from: seconds}
      revocation_payload   = {1 thumbprint, 2 last_batch, 3 reason}
      request_payload      = {1 request, 2 name, 3 content: @request}
      request       = "register" registration_payload / "revoke" revocation_payload
      members       = ["baymark members v2", origin, [* member]]
      member        = {1 name, 2 company, 3 jurisdiction, 4 url, 5 peer, 6 order, 7 log_vkey,
                       8 cosigner_vkey, 9 registrar: cose_key, 10 reporter: cose_key,
                       11 governor: cose_key, 12 receipts: cose_key, 13 certificate, 14 sm2_vkey,
                       15 ml_dsa_vkey}

      decision      = [type, member_set, certified, change] / [type, proposal, approves]
      change        = [changes, of: @changes] / [changes, gateway, owner]
      changes       = "admit" card / "replace" card / "remove" name / "entrust" gateway
      card          = <sign1>

      enrolment_proof = {1 proof, 2 key: cose_key, 3 gateway, 4 nonce, 5 consent}
      consented     = ["baymark roll-over v1", name, before, after]

      header_payload = {1 number, 2 previous, 3 last_seen: [size, root], 4 opened: millis,
                        5 sealed: millis, 6 statements, 7 subjects, 8 root}
      subject_leaf0 = ["baymark subject v1", K, gateway, number]
      subject_entry = ["baymark entry v1", K, n, subject_root]
      batch_leaf0   = ["baymark batch v1", gateway, number]

      index_seal    = ["baymark index seal v1", epoch, stop_set, height, covers, index_root,
                       member_set, previous: [size, root]]
      index_key_subject = ["baymark index subject v1", K]
      index_key_key     = ["baymark index key v1", thumbprint]
      index_key_gateway = ["baymark index gateway v1", name]
      index_key_registrar = ["baymark index registrar v1", thumbprint]
      filing        = ["baymark filing v1", header_id, n, subject_root]
      index_path    = [* [depth, sibling]]

      evidence      = ["baymark evidence v2", checkpoint, [seal: <index_seal>, path],
                       members: <members>, registrars: [* [cose_key, name, from, until, index_path]],
                       headers: [* [entry: <sign1>, index, path]],
                       registrations: [* [entry: <sign1>, index, path, status: index_path,
                                          revocation: [entry: <sign1>, index, path]]],
                       gateways: [* [name, last_number, last_header_id, index_path]],
                       subjects: [* subject_proof]]
                    / ["baymark evidence v3", checkpoint, [seal: <index_seal>, path],
                       members: <members>, registrars: [* [cose_key, name, from, until, index_path]],
                       headers: [* [entry: <sign1>, index, path]],
                       registrations: [* [entry: <sign1>, index, path, status: index_path,
                                          revocation: [entry: <sign1>, index, path]]],
                       gateways: [* [name, last_number, last_header_id, index_path]],
                       subjects: [* subject_proof],
                       anchors: [* [chain, transaction, block, size, root, path]]]
                    / ["baymark evidence v4", checkpoint, [seal: <index_seal>, path],
                       members: <members>, registrars: [* [cose_key, name, from, until, index_path]],
                       headers: [* [entry: <sign1>, index, path]],
                       registrations: [* [entry: <sign1>, index, path, status: index_path,
                                          revocation: [entry: <sign1>, index, path]]],
                       gateways: [* [name, last_number, last_header_id, index_path]],
                       subjects: [* subject_proof],
                       anchors: [* [chain, transaction, block, size, root, path]], succession]
      succession    = ["baymark succession v1", first: <members>,
                       changes: [* carried]]
      carried       = [[seal: <index_seal>, path], decisions: [* <sign1>]]
      subject_proof = [K, statements, size, first, filings: [* [header_id, n, subject_root]],
                       outside, index_path]
                    / [K, index_absence]
      index_absence = [index_path, other: [key_hash, value_hash]]
      passport      = ["baymark passport v1", evidence, records: [* <record>], parts: [* part]]
      part          = [sub, [* disclosure]]
      disclosure    = [entry_index, path, [* <sign1>]]
      slip          = ["baymark slip v1", statement: <sign1>, cose_key, K, n, place, to_entry,
                       entry_index, to_header, header: <sign1>, index, to_head, checkpoint]
      evidence_request = ["baymark evidence request v1",
                          [* [K, range: [first_header_id, last_header_id]]], [* thumbprint]]

      key_card_payload = {1 k: secret, 2 epoch, 3 from: seconds, 4 until: seconds}
      ack           = ["baymark ack v1", number, count, root]
      acked         = ["baymark acked v1", id, K]
      promise       = ["baymark promise v1", ack: <sign1>, id, K, index, path]
      omission      = ["baymark omission v1", evidence, cards, sub, header_id, entry_index,
                       path, entry: <subject_entry>]
      misfiling     = ["baymark misfiling v1", evidence, cards, header_id, entry_index, path,
                       entry: <subject_entry>, leaf_index, leaf_path, statement: <sign1>]
      broken_promise = ["baymark broken promise v1", evidence, ack: <sign1>, id, K, index, path,
                        disclosures: [* disclosure]]
      equivocation  = ["baymark equivocation v1", evidence, first: <sign1>, second: <sign1>]
      conflict      = ["baymark conflict v1", first: sealed_head, second: sealed_head, fork]
      double_voting = ["baymark double voting v1", head: sealed_head, members: <members>,
                       vote: <double_vote>]
      cards         = [* <sign1>]
      sealed_head   = [checkpoint, seal: <index_seal>, path]
      fork          = [index, first_leaf, first_path, second_leaf, second_path]

      command       = {1 thumbprint, 2 number, 3 expires: seconds, 4 order, 5 interval}

      report        = ["baymark report v1", origin, head: voted_head]
      voted_head    = [epoch, size, root]
      certificate   = ["baymark certificate v1", reports: [* <sign1>]]
      stop          = ["baymark stop v1", origin, epoch, highest: <certificate>]
      stop_set      = ["baymark stop set v1", stops: [* <sign1>]]
      opening       = ["baymark opening v1", origin, epoch, stop_set]
      opened        = ["baymark opened v1", opening: <sign1>, set: <stop_set>]
      cosigned      = ["baymark cosigned v2", note, seal: [seal: <index_seal>, path]]
      double_vote   = ["baymark double vote v1", first: <sign1>, second: <sign1>,
                       branch: [root, path]]

      batch_body    = [header: <sign1>, [* <subject_entry>]]
      receipt       = ["baymark receipt v1", index, entry_id]
      log_promise   = ["baymark log promise v1", origin, entry_id, index, deadline]
      promised_receipt = ["baymark promised receipt v1", receipt: <receipt>, promise: <sign1>]
      problem       = {-1 title, -2 detail}

      key_set       = [* receipts_key]
      receipts_key  = {1 kty, 2 kid, 3 alg, -1 crv, -2 x, -3 y, -65538 member}

      scitt_receipt = #18 [protected: <receipt_header>, unprotected: proofs, payload, signature]
      receipt_header = {1 alg, 4 kid, 15 claims: receipt_claims, 395 vds}
      receipt_claims = {1 iss, 2 sub, -65538 size}
      vds           = 1 RFC9162_SHA256
      proofs        = {396 vdp}
      vdp           = {-1 inclusion: [* <inclusion>], -2 consistency: [* <consistency>]}
      inclusion     = [size, index, path]
      consistency   = [from, size, path]
      transparent_statement = #18 [protected: <header>, unprotected: {394 receipts: [* <scitt_receipt>]},
                               payload: <@content_type>, signature]
      """;

  private Table() {}
}
