import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Predicate } from '../../contexts/governance/index.ts'
import { predicateWords } from './predicate-words.ts'

const names = new Map([[1, 'sym']])
const value = (text: string) => ({ type: 'string', value: text })
const seen: Predicate = { op: '=', column: 1, value: value('US') }
const closed: Predicate = { op: '=', column: 2, value: value('SECRET1') }
const wider: Predicate = { op: 'in', column: 3, values: [value('SECRET2')] }

test('given predicates of hidden columns, when told, then nothing of what they ask', () => {
  const told = (predicate: Predicate) => predicateWords(predicate, names)

  assert.equal(told(closed), 'chosen by a hidden column')
  assert.equal(told({ op: 'not', term: closed }), 'chosen by a hidden column')
  const all = { op: 'and', terms: [closed, seen, wider] } as const
  assert.equal(told(all), "sym = 'US' and chosen by a hidden column")
  assert.equal(told({ op: 'or', terms: [seen, all] }), 'chosen by a hidden column')
})

test('given columns that are seen alone, when told, then all of it is', () => {
  const either: Predicate = { op: 'or', terms: [seen, { op: 'is-null', column: 1 }] }

  const told = predicateWords({ op: 'and', terms: [seen, either] }, names)

  assert.equal(told, "sym = 'US' and (sym = 'US' or sym is null)")
})
