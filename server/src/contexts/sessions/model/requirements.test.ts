import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSession } from '../errors.ts'
import { checkRequirements, REQUIREMENTS, requirementsOf } from './requirements.ts'

function parsed(text: string): readonly string[] {
  checkRequirements({ [REQUIREMENTS]: text })
  return requirementsOf({ [REQUIREMENTS]: text })
}

test('given packages in any order, when read, then they are one list', () => {
  const wanted = parsed(' humanize>=4,<5\n requests[socks]==2.32.* \t humanize>=4,<5 a ')

  assert.deepEqual(wanted, ['a', 'humanize>=4,<5', 'requests[socks]==2.32.*'])
  assert.deepEqual(requirementsOf({}), [])
})

test('given what is no package, when read, then it is refused', () => {
  const wrong = [
    ...['--default-index=http://evil', '-r', '-e', '.', '/etc/passwd', './here', '../up'],
    ...['a@http://evil/a.whl', 'a @ file:///etc', 'git+https://evil/a', 'a;python_version>"3"'],
    ...['a==1;os_name=="x"', 'a>=', 'a=1', 'a[', 'a[]', '-a', 'a-', 'a==-1', 'a$b', 'a#b'],
    ...['https://evil/a.whl', 'a'.repeat(201)],
    Array.from({ length: 51 }, (_, at) => `p${at}`).join(' '),
  ]

  for (const text of wrong) assert.throws(() => parsed(text), invalidSession.matches, text)
})

test('given what was kept unchecked, when it is read, then nothing of it leads elsewhere', () => {
  const kept = requirementsOf({
    [REQUIREMENTS]: 'humanize --default-index http://evil -r/etc/passwd',
  })

  assert.deepEqual(kept, ['humanize'])
})
