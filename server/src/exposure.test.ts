import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkExposure, type Exposure, publicName } from './exposure.ts'
import { openCertificateAuthority } from './foundation/certificates.ts'

const now = new Date()
const DAY = 86_400_000

/** A home, and a certificate with its key for one name. */
async function givenFiles(name = 'lake.example') {
  const home = mkdtempSync(join(tmpdir(), 'millrace exposure '))
  const authority = await openCertificateAuthority(join(home, 'ca'))
  const { certificatePem, keyPem } = await authority.issue(name)
  const files = { cert: join(home, 'cert.pem'), key: join(home, 'key.pem') }
  writeFileSync(files.cert, certificatePem)
  writeFileSync(files.key, keyPem)
  const settings = (more: Partial<Exposure> = {}): Exposure => ({
    home,
    host: '127.0.0.1',
    tls: { certificateFile: files.cert, keyFile: files.key },
    publicUrl: 'https://lake.example:8470',
    ...more,
  })
  const remove = () => rmSync(home, { recursive: true })
  return { home, authority, files, settings, [Symbol.dispose]: remove }
}

const bare = { home: '/nowhere', host: '127.0.0.1', tls: undefined, publicUrl: undefined }

test('given loopback, when nothing else is set, then it is safe; beyond it needs TLS', () => {
  const exposed = { ...bare, host: '10.0.0.1' }

  assert.equal(checkExposure(bare, now), undefined)
  assert.throws(() => checkExposure(exposed, now), /"10.0.0.1" needs TLS: set MILLRACE_TLS_CERT/)
})

test('given a certificate of its own, when it listens beyond, then that is shown', async () => {
  using given = await givenFiles()

  const material = checkExposure(given.settings({ host: '0.0.0.0' }), now)

  assert.match(material?.certificatePem ?? '', /BEGIN CERTIFICATE/)
  assert.equal(publicName(given.settings({ host: '0.0.0.0' })), 'lake.example')
})

test('given demo people, when it listens beyond loopback, then it is refused', async () => {
  using given = await givenFiles()
  writeFileSync(join(given.home, 'people.json'), '[]')

  const exposing = () => checkExposure(given.settings({ host: '10.0.0.1' }), now)

  assert.throws(exposing, /has the demo's people/)
  assert.ok(checkExposure(given.settings(), now))
})

test('given a wrong certificate, when it is checked, then each fault has its words', async () => {
  using given = await givenFiles()
  const other = await given.authority.issue('lake.example')
  const otherKey = join(given.home, 'other.pem')
  writeFileSync(otherKey, other.keyPem)
  const check =
    (more: Partial<Exposure>, at = now) =>
    () =>
      checkExposure(given.settings(more), at)
  const { cert: certificateFile, key: keyFile } = given.files

  const mixed = { tls: { certificateFile, keyFile: otherKey } }
  assert.throws(check(mixed), /does not belong to the certificate/)
  assert.throws(check({}, new Date(now.getTime() + 400 * DAY)), /expired at/)
  assert.throws(check({}, new Date(now.getTime() - 400 * DAY)), /begins at/)
  assert.throws(check({ publicUrl: 'https://a.example' }), /is not for "a.example"/)
  assert.throws(check({ publicUrl: 'lake' }), /is no http:/)
  const lost = { tls: { certificateFile: '/nowhere', keyFile } }
  assert.throws(check(lost), /"\/nowhere" cannot be read/)
  const same = { tls: { certificateFile, keyFile: certificateFile } }
  assert.throws(check(same), /is not PEM of the right kind/)
  assert.throws(check({ host: '0.0.0.0', publicUrl: undefined }), /set MILLRACE_PUBLIC_URL/)
})
