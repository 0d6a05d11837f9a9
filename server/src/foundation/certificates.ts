import 'reflect-metadata' // The X.509 library builds its parsers on it.
import { webcrypto } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import * as x509 from '@peculiar/x509'

/** A private authority, for the platform's own names only. */
export interface CertificateAuthority {
  /** PEM of the root, for clients' trust. */
  rootPem: string
  /** A key and chain for `name` (a host name or IP address), made once and kept in memory. */
  secureContext(name: string): Promise<SecureContext>
  issue(name: string): Promise<{ certificatePem: string; keyPem: string }>
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 86_400_000
const ROOT_DAYS = 3650
const LEAF_DAYS = 397 // CA/Browser Forum: clients refuse longer ones.
const CONTEXTS_MAX = 1000

interface Authority {
  certificate: x509.X509Certificate
  key: webcrypto.CryptoKey
}

/** Opens the authority in `directory`, making it on first use; its key is readable by us alone. */
export async function openCertificateAuthority(directory: string): Promise<CertificateAuthority> {
  const authority = existsSync(join(directory, 'ca.pem'))
    ? await load(directory)
    : await create(directory)
  const rootPem = authority.certificate.toString('pem')
  const contexts = new Map<string, Promise<SecureContext>>()
  const issue = (name: string) => issueLeaf(authority, name)
  const mint = async (name: string) => {
    const { certificatePem, keyPem } = await issue(name)
    return createSecureContext({ cert: `${certificatePem}\n${rootPem}`, key: keyPem })
  }
  return {
    rootPem,
    issue,
    secureContext(name) {
      const known = contexts.get(name)
      if (known) return known
      if (contexts.size >= CONTEXTS_MAX) contexts.clear()
      const minted = mint(name)
      contexts.set(name, minted)
      return minted
    },
  }
}

async function create(directory: string): Promise<Authority> {
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Millrace private CA',
    keys,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + ROOT_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  writeFileSync(join(directory, 'ca.key'), await exportKey(keys.privateKey), { mode: 0o600 })
  writeFileSync(join(directory, 'ca.pem'), certificate.toString('pem'), { mode: 0o644 })
  return { certificate, key: keys.privateKey }
}

async function load(directory: string): Promise<Authority> {
  const certificate = new x509.X509Certificate(readFileSync(join(directory, 'ca.pem'), 'utf8'))
  const der = x509.PemConverter.decodeFirst(readFileSync(join(directory, 'ca.key'), 'utf8'))
  const key = await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
  return { certificate, key }
}

async function issueLeaf(authority: Authority, name: string) {
  const keys = await newKeys()
  const type = /^[\d.]+$|:/.test(name) ? 'ip' : 'dns'
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name.slice(0, 64)}`, // X.520: a common name has at most 64 characters.
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + LEAF_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type, value: name }]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  })
  return {
    certificatePem: certificate.toString('pem'),
    keyPem: await exportKey(keys.privateKey),
  }
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}
