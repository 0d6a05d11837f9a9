import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { stepDenied, stepRefused } from '../errors.ts'
import { documentOf } from '../model/book-document.ts'
import { bookOf } from '../model/book-of.ts'
import { createSnapshot } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { gatheredRules } from '../steps/gathered-rules.ts'
import { anyBookWorld, anyWholeWorld } from '../testing/any-book-world.ts'
import { callerOf, givenGovernance } from '../testing/given-governance.ts'
import { ACCOUNTS, who } from '../testing/given-world.ts'
import { keepRules } from './keep-rules.ts'

const RUNS = 150
const AT = new Date(15)
const { G, C } = ACCOUNTS

/** Rules in memory that operations change; what they put on record goes to a real database. */
async function givenRules() {
  const given = await givenGovernance()
  const identity = {
    accounts: async () => [],
    demand: async () => undefined,
    couldWorkAs: async () => false,
    principalSince: async () => new Date(0),
    demandGoverning: async () => undefined,
    allows: async () => true,
  }
  const on = (world: World, accountId: AccountId = G) => {
    const principal = who(accountId === G ? 'G/admin' : 'C/admin')
    const admin: Caller = { ...callerOf('admin', accountId), principalArn: principal.arn }
    const snapshots = gatheredRules(createSnapshot(world, 1))
    const deps: Workings = { ...given, clock: () => AT, identity, snapshots, region: 'us-east-1' }
    const read = () => {
      const reader = { principal, at: AT.getTime() }
      return documentOf(bookOf(snapshots.current(), reader), accountId)
    }
    return { keep: (document: unknown) => keepRules(deps, admin, document), read }
  }
  return { on, [Symbol.asyncDispose]: () => given[Symbol.asyncDispose]() }
}

const seed = Date.now() % 2 ** 31

test('given any rules, when their export is applied, then nothing is to do', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await using given = await givenRules()

  const same = async (world: World) => {
    const { keep, read } = given.on(world)
    assert.deepEqual(await keep(read()), [])
  }

  await fc.assert(fc.asyncProperty(anyBookWorld, same), { seed, numRuns: RUNS })
})

test('given any rules, when others are applied, then it has those', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await using given = await givenRules()

  const becomes = async (wanted: World, there: World) => {
    const document = given.on(wanted).read()
    const { keep, read } = given.on(there)
    await keep(document)
    assert.deepEqual(read(), document)
    assert.deepEqual(await keep(document), [])
  }

  await fc.assert(fc.asyncProperty(anyWholeWorld, anyBookWorld, becomes), { seed, numRuns: RUNS })
})

test('given what others share, when a recipient’s rules are applied, then so or not', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await using given = await givenRules()
  const made = { kept: 0, refused: 0 }

  const becomesOrStays = async (wanted: World, there: World) => {
    const { keep, read } = given.on(there, C)
    const [document, before] = [given.on(wanted, C).read(), read()]
    const steps = await keep(document).catch((error: unknown) => {
      assert.ok(stepRefused.matches(error) || stepDenied.matches(error), String(error))
    })
    assert.deepEqual(read(), steps ? document : before)
    if (steps) assert.deepEqual(await keep(document), [])
    made[steps ? 'kept' : 'refused'] += Number(steps?.length !== 0)
  }

  const property = fc.asyncProperty(anyWholeWorld, anyBookWorld, becomesOrStays)
  await fc.assert(property, { seed, numRuns: RUNS })
  assert.ok(made.kept > 0 && made.refused > 0, JSON.stringify(made))
})
