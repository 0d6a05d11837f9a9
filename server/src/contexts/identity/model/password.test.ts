import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, passwordFits } from './password.ts'

test('given a password, when hashed, then at the usual cost, and it alone fits', async () => {
  const hash = await hashPassword('twelve or more')

  assert.match(hash, /^scrypt\$32768\$8\$/)
  assert.equal(await passwordFits('twelve or more', hash), true)
  assert.equal(await passwordFits('twelve or less', hash), false)
  assert.equal(await passwordFits('twelve or more', undefined), false)
})

test('given a hash of another cost, when its password is tried, then it fits', async () => {
  const hash = await hashPassword('twelve or more', 1024)

  const fits = await passwordFits('twelve or more', hash)

  assert.equal(fits, true)
})
