import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from './failure.ts'
import { configFile, credentialsFile, readProfile, writeProfile } from './profiles.ts'

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

test('given no such profile, when it is read, then the answer names those there are', () => {
  using home = givenHome()
  writeProfile(home.path, ana, endpoint)

  assert.throws(
    () => readProfile(home.path, 'eve'),
    new Failure('there is no profile "eve"; there are: ana'),
  )
})
