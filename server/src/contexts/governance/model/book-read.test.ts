import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arn, home, partner } from '../testing/given-governance.ts'
import { readBook } from './book-read.ts'

const grant = {
  principal: arn('analyst'),
  resource: { database: 'mkt', table: 'trades' },
  permissions: ['SELECT'],
}

test('given a document with a mistake, when read, then its place and reason are told', () => {
  for (const [document, message] of MISTAKES)
    assert.throws(() => readBook(document, home), { code: 'governance.invalid-rule-book', message })
})

test('given a mistyped permission, when read, then the item of the list is named', () => {
  const grants = [grant, { ...grant, permissions: ['DESCRIBE', 'SELCT'] }]

  assert.throws(() => readBook({ grants }, home), {
    message: 'grants[1].permissions[1]: "SELCT" is no permission',
  })
})

test('given tags and names however written, when read, then they are as rules have them', () => {
  const { tags, grants } = readBook(
    {
      tags: { Domain: ['Market', 'market', 'ops'] },
      grants: [
        {
          ...grant,
          resource: { database: 'mkt', table: 'trades', columns: ['sym', 'px', 'sym'] },
          endsAt: '2026-03-01T01:00:00+01:00',
        },
        { ...grant, permissions: ['INSERT', 'ALL'] },
      ],
    },
    home,
  )

  assert.deepEqual(tags?.[0]?.values, ['market', 'ops'])
  assert.equal(tags[0].key, 'domain')
  const [first, second] = grants ?? []
  assert.deepEqual(first?.resource, {
    ...{ kind: 'columns', database: 'mkt', table: 'trades', include: ['px', 'sym'] },
  })
  assert.equal(first.endsAt?.toISOString(), '2026-03-01T00:00:00.000Z')
  assert.deepEqual(second?.permissions, ['ALL'])
})

test('given a name that objects have by themselves, when read, then it is a name', () => {
  const document = JSON.parse('{"tags": {"__proto__": ["a"], "constructor": ["b"]}}')

  const { tags } = readBook(document, home)

  assert.deepEqual(
    tags?.map(({ key }) => key),
    ['__proto__', 'constructor'],
  )
  assert.throws(() => readBook(JSON.parse('{"__proto__": {}}'), home), /^\S*DomainError: __proto__/)
})

const MISTAKES: readonly (readonly [unknown, string])[] = [
  [[], 'the document: a list stands where names with values must'],
  [null, 'the document: nothing stands where names with values must'],
  [
    { grnts: [] },
    'grnts: there is no such member here; there are account, tags, expressions, assignments, ' +
      'filters, grants, shares, optIns, rlsPolicies, rlsAttachments',
  ],
  [
    { account: partner },
    `account: these are rules of account "${partner}", and you are of "${home}"`,
  ],
  [{ account: 7 }, 'account: the number "7" stands where a text must'],
  [{ tags: { domain: [] } }, 'tags.domain: a tag needs a value'],
  [{ grants: '' }, 'grants: nothing stands where a list must; a list without anything is []'],
  [{ grants: [{ ...grant, permissions: [] }] }, 'grants[0]: Permissions must not be empty'],
  [
    { grants: [{ ...grant, permissions: ['CREATE_TABLE'] }] },
    'grants[0]: Permission CREATE_TABLE is not valid on this resource',
  ],
  [{ grants: [{ ...grant, principal: 'ana' }] }, 'grants[0].principal: Invalid principal, "ana"'],
  [
    { grants: [{ ...grant, principal: partner }] },
    'grants[0].principal: a grant to an account stands in "shares"',
  ],
  [{ shares: [grant] }, 'shares[0].principal: only accounts stand in "shares"'],
  [
    { grants: [{ ...grant, resource: undefined }] },
    'grants[0].resource: nothing stands where names with values must',
  ],
  [{ grants: [{ principal: arn('analyst') }] }, 'grants[0]: "resource" is missing'],
  [
    { grants: [{ ...grant, resource: { database: 'mkt', table: 't', tables: 'all' } }] },
    'grants[0].resource: "database" with "table" with "tables" is no resource; there are: ' +
      'catalog; database + table + columns; database + table + withoutColumns; ' +
      'database + table + filter; database + table; database + tables; database; location; ' +
      'tag + values; expression; rlsPolicy; tablesWith; databasesWith',
  ],
  [
    { grants: [{ ...grant, endsAt: '2026-03-01' }] },
    'grants[0].endsAt: "2026-03-01" is no instant with a zone, as 2026-03-01T00:00:00Z',
  ],
  [
    { grants: [{ ...grant, endsAt: '2026-02-30T00:00:00Z' }] },
    'grants[0].endsAt: "2026-02-30T00:00:00Z" is no instant with a zone, as 2026-03-01T00:00:00Z',
  ],
  [
    { grants: [{ ...grant, resource: { tablesWith: { domain: ['a'], Domain: ['b'] } } }] },
    'grants[0].resource.tablesWith: tag "domain" stands there twice',
  ],
  [
    { filters: [{ database: 'mkt', table: 't', name: 'f', columns: ['a'], withoutColumns: [] }] },
    'filters[0].withoutColumns: "columns" has said which',
  ],
  [
    { assignments: [{ database: 'mkt', column: 'a', tags: {} }] },
    'assignments[0]: "table" is missing, which the column is of',
  ],
]
