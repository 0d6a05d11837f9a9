import assert from 'node:assert/strict'
import { test } from 'node:test'
import ssh2 from 'ssh2'
import { sshKeyOf } from './ssh-keys.ts'

const { generateKeyPairSync } = ssh2.utils

test('given lines of keys, when read, then public and strong ones are taken alone', () => {
  const good = generateKeyPairSync('ed25519')
  const weak = generateKeyPairSync('rsa', { bits: 1024 })
  const strong = generateKeyPairSync('rsa', { bits: 2048 })

  assert.ok(sshKeyOf(good.public))
  assert.ok(sshKeyOf(`${good.public.trim()} somebody@example`)?.equals(sshKeyOf(good.public)!))
  assert.ok(sshKeyOf(strong.public))
  for (const line of [good.private, weak.public, 'ssh-ed25519 AAAA', '', 'ssh-dss AAAA'])
    assert.equal(sshKeyOf(line), undefined, line)
})
