#!/usr/bin/env python3
"""A client that is not ours: reads a node as C2SP says, with Python's standard library alone.

    others.py read URL POLICY        checkpoint, all tiles, all entry bundles, a proof of each entry
    others.py log URL VKEY           be a log, and have the node witness it as it grows
    others.py log-vkey               the key of that log
    others.py witness NAME           be a witness, on a free port; prints "vkey port"

It shares no code with the node and none with its tests: a mistake that those have in common would
show here. Specifications: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles,
tlog-proof, tlog-witness, tlog-policy; RFC 9162, section 2.1; RFC 8032, section 5.1.
"""
import base64
import gzip
import hashlib
import http.server
import struct
import sys
import time
import urllib.error
import urllib.request

# --- Ed25519, RFC 8032, section 5.1; slow and plain ----------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    g, h = 2 * t1 * t2 * D, 2 * z1 * z2
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def pack(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def unpack(octets):
    y = int.from_bytes(octets, "little")
    x = recover_x(y & (1 << 255) - 1, y >> 255)
    y &= (1 << 255) - 1
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = unpack(BASE_Y.to_bytes(32, "little"))


def scalar(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def ed25519_verify(key, message, signature):
    try:
        r, a, s = unpack(signature[:32]), unpack(key), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    if len(signature) != 64 or s >= L:
        return False
    left, right = times(s, BASE), add(r, times(scalar(signature[:32], key, message) % L, a))
    return pack(left) == pack(right)


def ed25519_secret(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & (1 << 254) - 8 | 1 << 254
    return a, h[32:], pack(times(a, BASE))


def ed25519_sign(seed, message):
    a, prefix, key = ed25519_secret(seed)
    r = scalar(prefix, message) % L
    point = pack(times(r, BASE))
    return point + ((r + scalar(point, key, message) * a) % L).to_bytes(32, "little")


# --- Notes ----------------------------------------------------------------------------------------


def demand(holds, what):
    if not holds:
        sys.exit("others.py: " + what)


def key_id(name, kind, key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


class Key:
    """A vkey: name+id+base64(type, public key)."""

    def __init__(self, vkey):
        self.name, digits, rest = vkey.split("+", 2)
        octets = base64.b64decode(rest)
        self.kind, self.key, self.id = octets[0], octets[1:], bytes.fromhex(digits)
        demand(self.id == key_id(self.name, self.kind, self.key), "wrong key id in " + vkey)

    def signed(self, text, lines):
        for name, octets in lines:
            if name == self.name and octets[:4] == self.id:
                message, signature = text.encode(), octets[4:]
                if self.kind == 4:
                    seconds = struct.unpack(">Q", signature[:8])[0]
                    message = ("cosignature/v1\ntime %d\n" % seconds).encode() + message
                    signature = signature[8:]
                demand(ed25519_verify(self.key, message, signature), "bad signature of " + name)
                return True
        return False


def vkey(name, kind, key):
    return "%s+%s+%s" % (
        name,
        key_id(name, kind, key).hex(),
        base64.b64encode(bytes([kind]) + key).decode(),
    )


def line(name, kind, key, signature):
    octets = base64.b64encode(key_id(name, kind, key) + signature).decode()
    return "\u2014 %s %s\n" % (name, octets)


def cosignature(seed, name, text):
    """A line of type 0x04 over the text of a checkpoint, made now."""
    now = int(time.time())
    message = ("cosignature/v1\ntime %d\n" % now).encode() + text.encode()
    key = ed25519_secret(seed)[2]
    return line(name, 4, key, struct.pack(">Q", now) + ed25519_sign(seed, message))


def open_note(note):
    text, _, tail = note.rpartition("\n\n")
    lines = []
    for each in tail.splitlines():
        dash, name, octets = each.split(" ")
        demand(dash == "\u2014", "a signature line without its dash")
        lines.append((name, base64.b64decode(octets, validate=True)))
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    return text, origin, int(size), base64.b64decode(root, validate=True), lines


# --- Trees, by the definitions of RFC 9162, section 2.1 --------------------------------------------


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(n):
    return 1 << (n - 1).bit_length() - 1


def mth(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return node(mth(hashes[:k]), mth(hashes[k:]))


def included(index, size, hash_, path):
    """Section 2.1.3.2, as it is written there."""
    if index >= size:
        return None
    fn, sn, r = index, size - 1, hash_
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = node(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def consistency(m, hashes, whole=True):
    """PROOF(m, D[n]) of section 2.1.4.1 over leaf hashes."""
    n = len(hashes)
    if m == 0 or m == n:
        return [] if whole else [mth(hashes)]
    k = split(n)
    if m <= k:
        return consistency(m, hashes[:k], whole) + [mth(hashes[k:])]
    return consistency(m - k, hashes[k:], False) + [mth(hashes[:k])]


# --- HTTP -----------------------------------------------------------------------------------------


def get(url, kind):
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, identity"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        demand(answer.headers["Content-Type"] == kind, "%s is %s" % (url, answer.headers["Content-Type"]))
        octets = answer.read()
        return gzip.decompress(octets) if answer.headers["Content-Encoding"] == "gzip" else octets


def post(url, body):
    try:
        request = urllib.request.Request(url, data=body.encode(), method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.headers["Content-Type"], e.read().decode()


def tile_path(number, width):
    text = "%03d" % (number % 1000)
    while number >= 1000:
        number //= 1000
        text = "x%03d/%s" % (number % 1000, text)
    return text if width == 256 else "%s.p/%d" % (text, width)


def tiles(count):
    """(number, width) of the tiles that hold so many hashes."""
    for number in range(0, count // 256):
        yield number, 256
    if count % 256:
        yield count // 256, count % 256


# --- The three things it does ----------------------------------------------------------------------


def read_policy(path):
    logs, witnesses = [], {}
    quorum = set()
    with open(path, encoding="utf-8") as lines:
        for items in (each.split() for each in lines):
            if items[:1] == ["log"]:
                logs.append(Key(items[1]))
            elif items[:1] == ["witness"]:
                witnesses[items[1]] = Key(items[2])
            elif items[:1] == ["group"]:
                quorum = (int(items[2]), items[3:])
    return logs, witnesses, quorum


def accepted(policy, note):
    logs, witnesses, (k, members) = policy
    text, origin, _, _, lines = open_note(note)
    by_log = any(each.name == origin and each.signed(text, lines) for each in logs)
    return by_log and sum(witnesses[each].signed(text, lines) for each in members) >= k


def read(url, policy_file):
    policy = read_policy(policy_file)
    note = get(url + "/checkpoint", "text/plain; charset=utf-8").decode()
    demand(accepted(policy, note), "the policy does not accept the checkpoint")
    _, _, size, root, lines = open_note(note)

    levels = [[]]
    count = size
    while count:
        hashes = []
        for number, width in tiles(count):
            path = "%s/tile/%d/%s" % (url, len(levels) - 1, tile_path(number, width))
            octets = get(path, "application/octet-stream")
            demand(len(octets) == 32 * width, path + " has another length")
            hashes += [octets[i : i + 32] for i in range(0, len(octets), 32)]
        levels[-1] = hashes
        below = levels[-2] if len(levels) > 1 else None
        if below is not None:
            for i, each in enumerate(hashes):
                demand(each == mth(below[256 * i : 256 * i + 256]), "a tile above is not that below")
        count //= 256
        levels.append([])
    demand(mth(levels[0]) == root, "the tiles do not lead to the root")

    entries = []
    for number, width in tiles(size):
        octets = get("%s/tile/entries/%s" % (url, tile_path(number, width)), "application/octet-stream")
        had, at = 0, 0
        while at < len(octets):
            length = struct.unpack(">H", octets[at : at + 2])[0]
            entries.append(octets[at + 2 : at + 2 + length])
            had, at = had + 1, at + 2 + length
        demand(had == width and at == len(octets), "a bundle with another count of entries")
    demand([leaf(each) for each in entries] == levels[0], "the entries are not those of the tiles")

    proofs = 0
    for index in sorted({0, 1, size // 2, size - 1}):
        proof = get("%s/entries/%d/tlog-proof" % (url, index), "text/plain; charset=utf-8").decode()
        head, _, its_note = proof.partition("\n\n")
        first, named, *path = head.split("\n")
        demand(first == "c2sp.org/tlog-proof@v1" and named == "index %d" % index, "no tlog-proof")
        demand(accepted(policy, its_note), "the policy does not accept a proof's checkpoint")
        _, _, its_size, its_root, _ = open_note(its_note)
        path = [base64.b64decode(each, validate=True) for each in path]
        demand(included(index, its_size, levels[0][index], path) == its_root, "a proof is wrong")
        proofs += 1
    print("size %d, root %s, %d entries, %d proofs, %d lines"
          % (size, root.hex(), len(entries), proofs, len(lines)))


LOG_SEED = hashlib.sha256(b"a log that is not Baymark's").digest()
LOG_NAME = "python.example/log"


def log(url, witness_vkey):
    witness = Key(witness_vkey)
    key = ed25519_secret(LOG_SEED)[2]
    hashes = [leaf(b"entry %d" % i) for i in range(300)]
    old = 0

    def ask(claimed, size, wrong=b""):
        text = "%s\n%d\n%s\n" % (LOG_NAME, size, base64.b64encode(mth(hashes[:size])).decode())
        proof = "".join(base64.b64encode(each).decode() + "\n" for each in consistency(claimed, hashes[:size]))
        signature = ed25519_sign(LOG_SEED, text.encode() + wrong)
        body = "old %d\n%s\n%s\n%s" % (claimed, proof, text, line(LOG_NAME, 1, key, signature))
        return text, post(url + "/add-checkpoint", body)

    for size in (1, 2, 3, 8, 9, 100, 255, 256, 257, 300):
        text, (status, _, body) = ask(old, size)
        demand(status == 200, "%d for size %d: %s" % (status, size, body))
        demand(witness.signed(text, open_note(text + "\n" + body)[4]), "no line of the witness")
        old = size
    for answer, expected in (
        (ask(299, 300), (409, "text/x.tlog.size", "300\n")),
        (ask(100, 200), (409, "text/x.tlog.size", "300\n")),
    ):
        demand(answer[1] == expected, "answered %r, not %r" % (answer[1], expected))
    demand(ask(300, 300, b"x")[1][0] == 403, "a wrong signature is not forbidden")
    print("witnessed to size %d" % old)


def log_vkey():
    print(vkey(LOG_NAME, 1, ed25519_secret(LOG_SEED)[2]))


def witness(name):
    """A witness that believes what it is sent; the line is what matters to who asks it."""
    seed = hashlib.sha256(name.encode()).digest()

    class Desk(http.server.BaseHTTPRequestHandler):
        known = 0

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            head, _, note = body.partition("\n\n")
            old = int(head.split("\n")[0].split(" ")[1])
            text, _, size, _, _ = open_note(note)
            if old != Desk.known:
                self.answer(409, "text/x.tlog.size", "%d\n" % Desk.known)
                return
            Desk.known = size
            self.answer(200, "text/plain; charset=utf-8", cosignature(seed, name, text))

        def answer(self, status, kind, body):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Desk)
    print(vkey(name, 4, ed25519_secret(seed)[2]), server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    {"read": read, "log": log, "log-vkey": log_vkey, "witness": witness}[sys.argv[1]](*sys.argv[2:])
