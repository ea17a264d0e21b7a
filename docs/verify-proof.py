#!/usr/bin/env python3
"""Checks an inclusion proof of Ombud's audit log with Python's standard library alone.

    verify-proof.py PROOF.json KEY

PROOF.json is what /v1/decisions/{id}/proof or /v1/audit/events/{id}/proof answered; KEY the public
key of the log, name+id+base64. Ends with 0 where the leaf is in the log that the key signed.
RFC 6962 and 9162 (the tree), RFC 8032 section 6 (Ed25519), C2SP signed-note (the checkpoint).
"""
import base64
import hashlib
import json
import sys

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def recover(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return P - x if (x & 1) != sign else x


def add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor, point):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def decompress(octets):
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(key, message, signature):
    a, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q or len(signature) != 64:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P
                or (left[1] * right[2] - right[1] * left[2]) % P)


def included(leaf_hash, index, size, path):
    node, last, value = index, size - 1, leaf_hash
    for beside in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            value = sha256(b"\x01", beside, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\x01", value, beside)
        node, last = node >> 1, last >> 1
    return value if last == 0 else None


def main(proof_file, key_text):
    with open(proof_file, encoding="utf-8") as file:
        proof = json.load(file)
    name, key_id, typed = key_text.split("+", 2)
    typed = base64.b64decode(typed)
    if typed[0] != 1 or sha256(name.encode(), b"\n", typed)[:4].hex() != key_id:
        return "this is no Ed25519 key of C2SP signed-note"
    if not proof["sealed"]:
        return "the record still waits for its place in the log: ask for the proof again"
    body, _, lines = proof["checkpoint"].partition("\n\n")
    body += "\n"
    origin, size, root = body.splitlines()[:3]
    signatures = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines()
                  if line.startswith("\u2014 " + name + " ")]
    if origin != name or not any(each[:4].hex() == key_id
                                 and signed(typed[1:], body.encode(), each[4:])
                                 for each in signatures):
        return "the checkpoint is not signed by this key"
    leaf_hash = base64.b64decode(proof["leafHash"])
    if proof["leaf"] is not None and sha256(b"\x00", base64.b64decode(proof["leaf"])) != leaf_hash:
        return "the leaf has another hash than the proof says"
    path = [base64.b64decode(each) for each in proof["hashes"]]
    if int(size) != proof["treeSize"] or included(
            leaf_hash, proof["leafIndex"], int(size), path) != base64.b64decode(root):
        return "the leaf is not in the log that the checkpoint signs"
    return None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        trouble = main(sys.argv[1], sys.argv[2])
    except (ValueError, KeyError, IndexError) as error:
        trouble = "no proof, or no key: %r" % error
    print(trouble or "the leaf is in the log, and the log is signed by this key")
    sys.exit(1 if trouble else 0)
