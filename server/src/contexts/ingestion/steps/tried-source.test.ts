import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tooManyTries } from '../errors.ts'
import { givenFeed, givenIngestion } from '../testing/given-ingestion.ts'
import { withSource } from './tried-source.ts'
import { createTurns } from './turns.ts'

test('given a look that was given up, when it goes on, then it keeps its turn', async () => {
  await using given = await givenIngestion()
  const { agreementId } = await givenFeed(given)
  const deps = { ...given.deps, turns: createTurns(1) }
  const source = { agreementId, directory: '.' }
  const held = Promise.withResolvers<void>()
  const look = (secondsMax: number, until = Promise.resolve()) =>
    withSource(deps, given.ana, source, { secondsMax, look: () => until })

  const late = await look(0.5, held.promise)
  const meanwhile = look(10)

  assert.equal('problem' in late && late.problem.kind, 'no-answer')
  await assert.rejects(meanwhile, tooManyTries.matches)
  held.resolve()
  await new Promise(setImmediate)
  assert.ok('found' in (await look(10)))
})
