import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { conditionHolds } from './condition.ts'
import { parseCondition } from './condition-text.ts'

const has = (key: string) => `context.iam.principalTags.hasTag("${key}")`
const get = (key: string) => `context.iam.principalTags.getTag("${key}")`
const DESK = `${get('desk')} == "fx"`

// The example of AWS's guide, "Granting permissions using attribute-based access control".
const GUIDE = `${has('department')} \\
   && ${get('department')} == "sales"`.replace('\\\n', '\n')

const holds: [string, Record<string, string>, boolean][] = [
  [GUIDE, { department: 'sales' }, true],
  [GUIDE, { department: 'Sales' }, false],
  [GUIDE, { Department: 'sales' }, false],
  [GUIDE, {}, false],
  [DESK, { desk: 'fx' }, true],
  [DESK, {}, false],
  [`"fx"==${get('desk')}`, { desk: 'fx' }, true],
  [has('desk'), { desk: '' }, true],
  [has('constructor'), {}, false],
  [`${get('__proto__')} == "x"`, {}, false],
  [`${get('a \\"b\\\\')} == "c\\"d"`, { 'a "b\\': 'c"d' }, true],
  // `&&` binds more than `||`.
  [`${has('a')} || ${has('b')} && ${has('c')}`, { a: '' }, true],
  [`(${has('a')} || ${has('b')}) && ${has('c')}`, { a: '' }, false],
  [`((${DESK}))`, { desk: 'fx' }, true],
  // Cedar: an error ends what is not decided before it.
  [`${DESK} || ${has('a')}`, { a: '' }, false],
  [`${has('a')} || ${DESK}`, { a: '' }, true],
  [`${has('a')} && ${DESK} || ${has('b')}`, { b: '' }, true],
]

for (const [text, attributes, expected] of holds)
  test(`given ${text.replace('\n', '')}, when asked of ${JSON.stringify(attributes)}, then`, () => {
    const condition = parseCondition(text)

    assert.equal(conditionHolds(condition, attributes), expected)
    assert.equal(condition.text, text)
  })

const refused: [string, RegExp][] = [
  ['', /it ends where a tag of the principal is needed/],
  [`!${has('a')}`, /at 1: "!context.iam.princip" is not supported/],
  [`${get('a')} != "b"`, /"!=" is not supported/],
  [`${get('a')} like "b*"`, /"like" in place of ==/],
  [`${get('a')}`, /it ends where == is needed/],
  [`${get('a')} == b`, /"b" in place of a text in double quotes/],
  [`${get('a')} == 'b'`, /is not supported/],
  [`${get('a')} == ${get('b')}`, /in place of a text/],
  [`${has('a')} ${has('b')}`, /in place of &&, \|\| or the end/],
  [`${has('a')} &&`, /it ends where/],
  [`(${has('a')}`, /it ends where \) is needed/],
  ['principal.desk == "fx"', /"principal.desk" in place of/],
  ['true', /"true" in place of/],
  ['"a" == "a"', /in place of context.iam.principalTags.getTag/],
  ['context.iam.principalTags.hasTag("a\\n")', /is not supported/],
  [`permit(principal, action, resource) when { ${has('a')} };`, /is not supported/],
  [`${'('.repeat(60)}${has('a')}${')'.repeat(60)}`, /too many parentheses/],
  [`${has('a')}${' '.repeat(3000)}`, /more than 3000 characters/],
]

for (const [text, reason] of refused)
  test(`given ${text.slice(0, 60)}, when parsed, then it is refused with the reason`, () => {
    assert.throws(
      () => parseCondition(text),
      (error: Error) => invalidInput.matches(error) && reason.test(error.message),
    )
  })
