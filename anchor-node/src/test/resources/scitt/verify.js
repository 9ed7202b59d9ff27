// Verifies receipts with @transmute/cose, which shares no code with us.
//   node verify.js CASES.json
// CASES.json: { keySet, cases: [ { note, kind, receipt, entry | oldRoot, newRoot | statement, issuerKey } ] }, all hex.
// Prints one line a case: the note, a tab, and "verified ROOT" or "refused WHY".
const path = require('path')
const fs = require('fs')
const { createRequire } = require('module')
const from = createRequire(path.join(process.cwd(), 'package.json'))
const cose = from('@transmute/cose')

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'))
const buffer = (hex) => bytes(hex).buffer
const hex = (octets) => Buffer.from(new Uint8Array(octets)).toString('hex')

async function main() {
  const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
  const keys = new Map()
  const learn = async (key, kid) => keys.set(hex(kid), await cose.key.convertCoseKeyToJsonWebKey(key))
  for (const key of cose.cbor.decode(buffer(input.keySet))) await learn(key, key.get(2))
  // The key that the protected header names: a receipt's by its whole thumbprint, a statement's by 8 bytes of it.
  const resolver = {
    resolve: async (signed) => {
      const header = cose.cbor.decode(cose.cbor.decode(signed).value[0])
      const key = keys.get(hex(header.get(4)))
      if (!key) throw new Error('no such key')
      return key
    },
  }
  const verifier = cose.detached.verifier({ resolver })
  for (const one of input.cases) {
    let line
    try {
      if (one.kind === 'inclusion') {
        const entry = await cose.receipt.leaf(bytes(one.entry))
        const root = await cose.receipt.inclusion.verify({ entry, receipt: buffer(one.receipt), verifier })
        line = 'verified ' + hex(root)
      } else if (one.kind === 'consistency') {
        const [oldRoot, newRoot] = [buffer(one.oldRoot), buffer(one.newRoot)]
        const right = await cose.receipt.consistency.verify({ oldRoot, newRoot, receipt: buffer(one.receipt), verifier })
        line = right ? 'verified ' + one.newRoot : 'refused the path leads elsewhere'
      } else {
        const key = cose.cbor.decode(buffer(one.issuerKey))
        key.set(3, -7)
        await learn(key, bytes(one.issuerKid))
        const payload = cose.cbor.decode(buffer(one.statement)).value[2]
        const whole = await cose.receipt.verifier(resolver)
        const found = await whole.verify({ coseSign1: buffer(one.statement), payload })
        line = found.receipts.length === 1 ? 'verified ' + hex(found.receipts[0]) : 'refused no receipt in it'
      }
    } catch (e) {
      line = 'refused ' + e.message
    }
    console.log(one.note + '\t' + line)
  }
}

main()
