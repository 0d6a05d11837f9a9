import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, home, trades } from '../testing/given-governance.ts'
import type { GrantRule } from './book.ts'
import { grantSteps } from './book-grant-steps.ts'
import type { Permission } from './permission.ts'

const EVERY: Permission[] = ['SELECT', 'ALTER', 'DROP', 'DELETE', 'INSERT', 'DESCRIBE']

/** `SELECT+ INSERT` is SELECT with grant option and INSERT without it. */
function rule(text: string): GrantRule {
  const words = text.split(' ')
  const permissions = words.map((word) => word.replace('+', '') as Permission)
  const grantable = permissions.filter((_, at) => words[at]?.endsWith('+'))
  const on = { principal: arn('analyst'), catalogId: home, resource: trades }
  return { ...on, permissions, grantable, rows: ['grant-1'] }
}

/** What is revoked, and what is granted, in words. */
function stepsOf(old: string | undefined, wanted: string | undefined) {
  const turn = {
    old: old === undefined ? undefined : rule(old),
    rule: wanted ? rule(wanted) : undefined,
  }
  const { revokes, grants } = grantSteps(turn)
  return [...revokes, ...grants].map(({ does, command }) => {
    const { permissions, grantable } = command as GrantRule
    const words = permissions.map((one) => (grantable.includes(one) ? `${one}+` : one))
    return `${does} ${words.join(' ')}`
  })
}

test('given what is there and what is wanted, then only the difference is done', () => {
  for (const [old, wanted, steps] of [
    ['SELECT', 'SELECT', []],
    [undefined, 'SELECT+ INSERT', ['grant SELECT+ INSERT']],
    ['SELECT INSERT', undefined, ['revoke SELECT INSERT']],
    ['SELECT', 'SELECT INSERT', ['grant SELECT INSERT']],
    ['SELECT INSERT', 'SELECT', ['revoke INSERT']],
    ['SELECT', 'SELECT+', ['grant SELECT+']],
    ['ALL', 'SELECT', [`revoke ${EVERY.slice(1).join(' ')}`]],
    ['ALL', undefined, [`revoke ${EVERY.join(' ')}`]],
    ['SELECT', 'ALL', ['grant ALL']],
  ] as const)
    assert.deepEqual(stepsOf(old, wanted), steps)
})

test('given a grant option that goes, then its permission goes too and is granted again', () => {
  assert.deepEqual(stepsOf('SELECT+ INSERT+', 'SELECT INSERT+'), [
    'revoke SELECT',
    'grant SELECT INSERT+',
  ])
})

test('given ALL where every permission is wanted, or the reverse, then ALL is told apart', () => {
  const every = EVERY.join(' ')

  assert.deepEqual(stepsOf('ALL', every), [`revoke ${every}`, `grant ${every}`])
  assert.deepEqual(stepsOf(every, 'ALL'), ['grant ALL'])
})
