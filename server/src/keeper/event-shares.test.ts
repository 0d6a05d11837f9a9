import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { EventShares } from './event-shares.ts'

function given() {
  const parent = mkdtempSync(join(tmpdir(), 'event-shares-'))
  const shares = new EventShares(100)
  return {
    take: (account: string, name: string, bytes: number) => {
      mkdirSync(join(parent, name), { recursive: true })
      return shares.take({ account, directory: join(parent, name) }, bytes)
    },
    sweep: (name: string) => rmSync(join(parent, name), { recursive: true }),
    [Symbol.dispose]: () => rmSync(parent, { recursive: true }),
  }
}

test('given an account with many drivers, when they say more than its share, then not', () => {
  using of = given()
  assert.equal(of.take('a', 'd-1', 60), true)

  const more = of.take('a', 'd-2', 41)

  assert.equal(more, false)
  assert.equal(of.take('a', 'd-3', 40), true)
  assert.equal(of.take('b', 'd-4', 100), true)
})

test('given logs that were swept, when their account writes, then it has their room', () => {
  using of = given()
  of.take('a', 'd-1', 60)
  of.take('a', 'd-2', 40)

  of.sweep('d-1')

  assert.equal(of.take('a', 'd-2', 60), true)
  assert.equal(of.take('a', 'd-2', 1), false)
})
