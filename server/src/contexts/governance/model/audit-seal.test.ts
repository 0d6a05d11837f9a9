import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endSealed, sealOfEnd } from './audit-seal.ts'

const key = Buffer.alloc(32, 1)
const end = { sequence: 7, hash: 'a'.repeat(64) }
const account = '700000000001'

test('given a sealed end, when anything of it is another, then its seal is not right', () => {
  const seal = sealOfEnd(key, account, end)

  assert.ok(endSealed(key, account, { ...end, seal }))
  assert.ok(!endSealed(Buffer.alloc(32, 2), account, { ...end, seal }))
  assert.ok(!endSealed(key, '700000000002', { ...end, seal }))
  assert.ok(!endSealed(key, account, { ...end, sequence: 6, seal }))
  assert.ok(!endSealed(key, account, { ...end, hash: 'b'.repeat(64), seal }))
  for (const other of [null, '', 'x', `${seal}0`, seal.toUpperCase()])
    assert.ok(!endSealed(key, account, { ...end, seal: other }))
})
