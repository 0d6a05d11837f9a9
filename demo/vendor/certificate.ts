/** Makes the vendor's own authority and server certificate: Node signs, but has no X.509 writer. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface Certificates {
  authorityPem: string
  certificatePem: string
  keyPem: string
}

const DAY_MS = 86_400_000
const YEARS_VALID_DAYS = 3650

// DER tags, ITU-T X.690 section 8.
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTF8 = 0x0c
const GENERALIZED_TIME = 0x18
const SEQUENCE = 0x30
const SET = 0x31
const EXPLICIT_0 = 0xa0
const EXPLICIT_3 = 0xa3
const NAME_DNS = 0x82 // RFC 5280, 4.2.1.6.
const NAME_IP = 0x87 // RFC 5280, 4.2.1.6.

const ECDSA_SHA256 = der(SEQUENCE, oid([1, 2, 840, 10045, 4, 3, 2])) // RFC 5758, 3.2.

/** An authority of our own and a certificate for loopback, good for ten years from `now`. */
export function makeCertificates(now: Date): Certificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = { issuer: 'Demo vendor authority', now, signer: authority.privateKey }
  const alternative = der(
    SEQUENCE,
    der(NAME_DNS, Buffer.from('localhost')),
    der(NAME_IP, Buffer.from([127, 0, 0, 1])),
  )
  return {
    authorityPem: certificate({
      ...names,
      subject: names.issuer,
      key: authority.publicKey,
      extension: extension([2, 5, 29, 19], der(SEQUENCE, der(0x01, Buffer.from([0xff])))),
    }),
    certificatePem: certificate({
      ...names,
      subject: 'localhost',
      key: server.publicKey,
      extension: extension([2, 5, 29, 17], alternative),
    }),
    keyPem: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function certificate(of: {
  issuer: string
  subject: string
  now: Date
  key: KeyObject
  signer: KeyObject
  extension: Buffer
}): string {
  const body = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, Buffer.from([2]))), // Version 3.
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    name(of.issuer),
    der(
      SEQUENCE,
      time(new Date(of.now.getTime() - DAY_MS)),
      time(new Date(of.now.getTime() + YEARS_VALID_DAYS * DAY_MS)),
    ),
    name(of.subject),
    of.key.export({ type: 'spki', format: 'der' }),
    der(EXPLICIT_3, der(SEQUENCE, of.extension)),
  )
  const whole = der(SEQUENCE, body, ECDSA_SHA256, bits(sign('sha256', body, of.signer)))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function extension(id: number[], value: Buffer): Buffer {
  return der(SEQUENCE, oid(id), der(OCTET_STRING, value))
}

function name(common: string): Buffer {
  const attribute = der(SEQUENCE, oid([2, 5, 4, 3]), der(UTF8, Buffer.from(common)))
  return der(SEQUENCE, der(SET, attribute))
}

function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return der(GENERALIZED_TIME, Buffer.from(`${text}Z`))
}

function bits(value: Buffer): Buffer {
  return der(BIT_STRING, Buffer.concat([Buffer.from([0]), value]))
}

function oid(parts: number[]): Buffer {
  const [first = 0, second = 0, ...rest] = parts
  return der(OID, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const low = value & 0x7f
  const high = Math.floor(value / 128)
  return high === 0 ? [low] : [...base128(high).map((byte) => byte | 0x80), low]
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const size = content.length
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content])
  const bytes = size < 0x100 ? [size] : [size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content])
}
