import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pipelinesOf } from '../store/pipelines.ts'
import { named } from '../testing/given-chain.ts'
import { type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'
import { affectedBy } from './affected-by.ts'

/** So many pipelines, each of what the one before has made; what is said of the first. */
async function affectedOf(given: GivenPipelines, count: number): Promise<string> {
  for (let number = 1; number <= count; number++) {
    const input = named(number === 1 ? 'counts' : `made-${number - 1}`)
    await given.createTable(`made-${number}`)
    await given.create({ inputs: [input], output: named(`made-${number}`) }, `p${number + 10}`)
  }
  const [first] = await pipelinesOf(given.deps.sql)
  assert.ok(first)
  return affectedBy(given.deps.sql, first)
}

test('given a few pipelines in a row, when the first is late, then all are counted', async () => {
  await using given = await givenPipelines()

  const affected = await affectedOf(given, 7)

  assert.match(affected, /^traffic.made-1, and behind it "p12", .*, "p16", 1 more$/)
})

test('given more than anybody looks at, when the first is late, then it is said so', async () => {
  await using given = await givenPipelines()

  const affected = await affectedOf(given, 11)

  assert.match(affected, /, "p16", at least 3 more$/)
})
