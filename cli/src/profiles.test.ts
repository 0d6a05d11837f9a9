import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from './failure.ts'
import {
  configFile,
  credentialsFile,
  pointProfiles,
  readProfile,
  writeProfile,
  writeRoleProfile,
} from './profiles.ts'

const endpoint = { url: 'http://127.0.0.1:8470', region: 'us-east-1' }
const ana = { name: 'ana', accessKeyId: 'AKIA1', secretAccessKey: 's1=', accountId: '1' }
const bo = { name: 'bo', accessKeyId: 'AKIA2', secretAccessKey: 's2', accountId: '2' }

function givenHome() {
  const path = mkdtempSync(join(tmpdir(), 'millrace-home-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

test('given two profiles, when one is written again, then both are whole', () => {
  using home = givenHome()
  writeProfile(home.path, ana, endpoint)
  writeProfile(home.path, bo, endpoint)
  const once = readFileSync(configFile(home.path), 'utf8')

  writeProfile(home.path, { ...ana, secretAccessKey: 's3' }, endpoint)

  assert.equal(readFileSync(configFile(home.path), 'utf8'), once)
  assert.equal(readProfile(home.path, 'ana').secretAccessKey, 's3')
  assert.deepEqual(readProfile(home.path, 'bo'), bo)
})

test('given the files, when they are written, then only their owner can read them', () => {
  using home = givenHome()

  writeProfile(home.path, ana, endpoint)

  assert.equal(statSync(credentialsFile(home.path)).mode & 0o777, 0o600)
})

test('given profiles, when the platform answers elsewhere, then they lead there and stay', () => {
  using home = givenHome()
  const role = 'arn:aws:iam::111122223333:role/research'
  const elsewhere = { ...endpoint, url: 'http://127.0.0.1:9000' }
  writeProfile(home.path, ana, endpoint)
  writeRoleProfile(home.path, { source: 'ana', role }, endpoint)
  const before = readFileSync(configFile(home.path), 'utf8')

  pointProfiles(home.path, elsewhere)

  const after = readFileSync(configFile(home.path), 'utf8')
  assert.equal(after, before.replaceAll(endpoint.url, elsewhere.url))
  assert.deepEqual(readProfile(home.path, 'ana'), ana)
})

test('given no such profile, when it is read, then the answer names those there are', () => {
  using home = givenHome()
  writeProfile(home.path, ana, endpoint)

  assert.throws(
    () => readProfile(home.path, 'eve'),
    new Failure('there is no profile "eve"; there are: ana'),
  )
})

test('given a role, when its profile is written, then the keys stay those of its source', () => {
  using home = givenHome()
  writeProfile(home.path, ana, endpoint)

  const wish = { source: 'ana', role: 'arn:aws:iam::111122223333:role/team/quant-research' }
  const name = writeRoleProfile(home.path, wish, endpoint)

  assert.equal(name, 'ana-as-quant-research')
  const text = readFileSync(configFile(home.path), 'utf8')
  assert.match(text, /\[profile ana-as-quant-research\][^[]*source_profile = ana\n/)
  assert.equal(readFileSync(credentialsFile(home.path), 'utf8').includes(name), false)
})

test('given two homes, when a role is assumed, then no cache takes them for one', () => {
  const settings = ['AKIAONE', 'AKIATWO'].map((accessKeyId) => {
    using home = givenHome()
    writeProfile(home.path, { ...ana, accessKeyId }, endpoint)
    const role = 'arn:aws:iam::111122223333:role/quant-research'
    writeRoleProfile(home.path, { source: 'ana', role }, endpoint)
    return readFileSync(configFile(home.path), 'utf8')
  })

  assert.match(settings[0]!, /external_id = AKIAONE\n/)
  assert.match(settings[1]!, /external_id = AKIATWO\n/)
})

test('given what is no ARN of a role, when its profile is written, then it is refused', () => {
  using home = givenHome()

  for (const role of ['quant', 'arn:aws:iam::111122223333:role/a]\n[b', ''])
    assert.throws(() => writeRoleProfile(home.path, { source: 'ana', role }, endpoint), Failure)
})
