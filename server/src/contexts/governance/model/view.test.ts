import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Permission } from './permission.ts'
import type { Predicate } from './predicate.ts'
import { type Access, openAccess } from './table-access.ts'
import { stillGiven, viewText } from './view.ts'

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 40 })).map((list) => new Set(list))

function reader(columns: ReadonlySet<number>, more: Partial<Access> = {}): Access {
  const permissions = new Set<Permission>(['SELECT'])
  return {
    ...{ iamOnly: false, permissions, columns, described: columns, cellFilters: new Map() },
    ...{ restricted: true, ...more },
  }
}

test('given any columns, when others are held, then a view holds where none is missed', () => {
  fc.assert(
    fc.property(ids, ids, ids, (opened, held, existing) => {
      const access = reader(held)
      const given = stillGiven(viewText(reader(opened)), { access, existing, use: 'read' })

      assert.equal(given, opened.intersection(existing).isSubsetOf(held))
    }),
  )
})

test('given rows of two grants, when their order changes, then the view is the same', () => {
  const at = (value: string): Predicate => ({
    ...{ op: '=', column: 2, value: { type: 'string', value } },
  })
  const columns = new Set([1, 2])
  const rows = (terms: Predicate[]) => reader(columns, { rowFilter: { op: 'or', terms } })
  const kept = { existing: columns, use: 'read' } as const
  const text = viewText(rows([at('US'), at('EU')]))

  assert.equal(stillGiven(text, { access: rows([at('EU'), at('US')]), ...kept }), true)
  assert.equal(stillGiven(text, { access: rows([at('US'), at('JP')]), ...kept }), false)
  assert.equal(stillGiven(text, { access: reader(columns), ...kept }), false)
  assert.equal(stillGiven(text, { access: openAccess(columns), ...kept }), true)
})

test('given keys of the base, when a column comes that is not theirs, then they end', () => {
  const columns = new Set([1, 2])
  const text = viewText(reader(columns, { restricted: false }))
  const held = (access: Access, use: 'read' | 'write' = 'read') =>
    stillGiven(text, { access, existing: new Set([1, 2, 3]), use })

  assert.equal(held(reader(columns, { restricted: false })), true)
  assert.equal(held(reader(columns)), false)
  assert.equal(held(reader(columns), 'write'), false)
  assert.equal(held(openAccess(new Set([1, 2, 3]))), true)
})

test('given who may write and not read, when held, then their keys do both (D-20)', () => {
  const writer = reader(new Set(), { permissions: new Set<Permission>(['INSERT']) })
  const text = viewText(writer)
  const existing = new Set([1])

  for (const use of ['read', 'write'] as const) {
    assert.equal(stillGiven(text, { access: writer, existing, use }), true)
    assert.equal(stillGiven(text, { access: reader(existing), existing, use }), false)
  }
})
