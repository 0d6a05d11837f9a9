import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { tooManyGuesses } from '../errors.ts'

test('given a check that fails, when it is asked on, then it is asked no more', async () => {
  await using given = await givenIdentity()
  const of = { name: 'pair', from: { box: undefined, address: '192.0.2.1' } }
  let asked = 0
  const wrong = async () => {
    asked += 1
    return undefined
  }
  for (let times = 0; times < 5; times += 1) await given.identity.guess(of, wrong)

  await assert.rejects(given.identity.guess(of, wrong), tooManyGuesses.matches)

  assert.equal(asked, 5)
  given.pass(60)
  assert.equal(await given.identity.guess(of, async () => 'right'), 'right')
})

test('given checks that break, when it is right again, then nobody waits for it', async () => {
  await using given = await givenIdentity()
  const of = { name: 'pair', from: { box: undefined, address: '192.0.2.1' } }
  const broken = () => Promise.reject(new Error('the database is away'))
  for (let times = 0; times < 6; times += 1)
    await assert.rejects(given.identity.guess(of, broken), /away/)

  assert.equal(await given.identity.guess(of, async () => 'right'), 'right')
})
