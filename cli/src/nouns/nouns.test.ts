import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from './call.ts'
import { NOUNS } from './index.ts'
import { DATASET, INSTANT, type Verb } from './noun.ts'

const accounts = { lake: '111111111111', own: '444444444444' }
const verbs = Object.entries(NOUNS).flatMap(([noun, { verbs }]) =>
  Object.entries<Verb>(verbs).map(([name, verb]) => ({ name: `${noun} ${name}`, verb })),
)

test('given any verb, when its words are read, then its path is whole and nothing is lost', () => {
  for (const { name, verb } of verbs) {
    const { params, query, body } = requestOf(verb.operation)
    const taken = verb.takes?.flatMap((one) =>
      one.members ? Object.keys(one.members('', accounts)) : [one.name],
    )
    for (const member of Object.keys(params.properties))
      assert.ok(taken?.includes(member) ?? true, `${name} leaves out ":${member}"`)
    const known = { ...params.properties, ...query.properties, ...body.properties }
    for (const member of taken ?? []) assert.ok(member in known, `${name} has no "${member}"`)
  }
})

test('given the name of a dataset, when it is read, then the lake is where it is', () => {
  const read = (word: string) => DATASET.members?.(word, accounts)

  assert.deepEqual(read('mobility.flights'), {
    account: '111111111111',
    database: 'mobility',
    table: 'flights',
  })
  assert.equal(read('222222222222/a.b')?.account, '222222222222')
  assert.equal(read('own/a.b')?.account, accounts.own)
  assert.equal(read('lake/a.b')?.account, accounts.lake)
  for (const wrong of ['flights', 'a.b.c', '1/a.b', '.b', ''])
    assert.equal(read(wrong)?.table, undefined, wrong)
})

test('given an instant, when it is read, then it is of UTC unless it says another zone', () => {
  const read = (word: string) => INSTANT.members?.(word, accounts).instant

  assert.equal(read('2026-05-18'), '2026-05-18T00:00:00.000Z')
  assert.equal(read('2026-05-18 09:00'), '2026-05-18T09:00:00.000Z')
  assert.equal(read('2026-05-18T09:00:00.5'), '2026-05-18T09:00:00.500Z')
  assert.equal(read('2026-05-18T09:00:00+02:00'), '2026-05-18T07:00:00.000Z')
  for (const wrong of ['yesterday', '']) assert.equal(read(wrong), undefined, wrong)
})
