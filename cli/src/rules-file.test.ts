import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from './failure.ts'
import { parseRules, rulesText } from './rules-file.ts'

const TEXT = `# Ours.
account: 011111111111
tags:
  open: [no, 1.0, 2024-01-01]
  a.b: [x]
grants:
  - principal: arn
    resource: {database: mkt, table: t}
    permissions:
      - SELECT
      - SELCT
`

test('given scalars that look like other things, when read, then they are texts', () => {
  const { document } = parseRules(TEXT, 'rules')

  assert.equal(document.account, '011111111111')
  assert.deepEqual(document.tags, { open: ['no', '1.0', '2024-01-01'], 'a.b': ['x'] })
})

test('given a path, when its line is asked for, then it is where that stands', () => {
  const { lineOf } = parseRules(TEXT, 'rules')

  for (const [path, line] of [
    ['account', 2],
    ['tags.a.b', 5],
    ['tags.open[2]', 4],
    ['grants[0]', 7],
    ['grants[0].permissions[1]', 11],
    ['grants[0].resource.table', 8],
    ['grants[0].resource.nowhere', 8],
    ['grants[7]', 7],
    ['', 2],
  ] as const)
    assert.equal(lineOf(path), line, path)
})

test('given what is no plain document, when read, then it is refused by its line', () => {
  const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`
  for (const [text, message] of [
    [bomb, 'rules, line 2: an alias stands here; write it out'],
    ['grants: !!js/function x\n', /^rules, line 1: Unresolved tag/],
    ['tags: {}\ntags: {}\n', 'rules, line 2: Map keys must be unique'],
    ['a: b\n---\nc: d\n', /^rules, line 2: /],
    ['- a\n', 'rules, line 1: rules are sections by name: tags, grants and so on'],
    ['', 'rules, line 1: rules are sections by name: tags, grants and so on'],
    [`grants: ${'['.repeat(50_000)}`, /^rules/],
  ] as const)
    assert.throws(
      () => parseRules(text, 'rules'),
      (error) => {
        assert.ok(error instanceof Failure, String(error))
        if (typeof message === 'string') assert.equal(error.message, message)
        else assert.match(error.message, message)
        return true
      },
    )
})

test('given an exported document, when written and read, then it is the same', () => {
  const document = {
    account: '011111111111',
    tags: { open: ['no', 'yes', '1.0', '*', 'a: b', "it's", '#x'], __proto__x: ['null', '~'] },
    filters: [{ database: 'mkt', table: 't', name: 'f', rows: "sym = 'US' AND px > 1.5" }],
    grants: [
      {
        principal: 'arn:aws:iam::011111111111:role/x',
        resource: { tablesWith: { domain: ['a', 'b'] } },
        permissions: ['SELECT'],
        condition: 'context.iam.principalTags.getTag("desk") == "fx\\\\"',
      },
    ],
    optIns: [],
  }

  const text = rulesText(document)

  assert.deepEqual(parseRules(text, 'rules').document, document)
  assert.match(text, /^# The rules of account 011111111111/)
  assert.match(text, /\n {4}resource: \{tablesWith: \{domain: \[a, b\]\}\}\n/)
})
